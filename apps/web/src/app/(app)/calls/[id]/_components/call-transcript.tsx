"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { TranscriptLine } from "./call-detail";
import { findMatches, findWords, groupByLine } from "./find-matches";
import { groupBySpeaker } from "./group-by-speaker";
import { TranscriptSearch } from "./transcript-search";
import { TranscriptTurn } from "./transcript-turn";

type CallTranscriptProps = {
  lines: readonly TranscriptLine[];
  fathomUrl: string | null;
  missing: ReactNode;
  /** What was searched for in the list that led here. */
  initialSearch: string;
};

/** Some hours of talking; of a longer one the rest is shown on request. */
const LINES = 2000;

export function CallTranscript({ lines, fathomUrl, missing, initialSearch }: CallTranscriptProps) {
  const t = useTranslations("call.transcript");
  const [search, setSearch] = useState(initialSearch);
  const [current, setCurrent] = useState(0);
  const [asked, setAsked] = useState(LINES);
  const wanted = useDeferredValue(search);
  const asTyped = findMatches(lines, wanted);
  const matches = asTyped.length === 0 && wanted === initialSearch ? findWords(lines, wanted) : asTyped;
  const currentMatch = matches[current];
  const matchesByLine = groupByLine(matches);

  // What was found is in sight, however far it is.
  const shown = Math.max(asked, (currentMatch?.line ?? 0) + 1);

  function find(text: string) {
    setSearch(text);
    setCurrent(0);
  }

  return (
    <Card className="flex max-h-[80dvh] flex-col lg:sticky lg:top-8 lg:max-h-[calc(100dvh-4rem)]">
      <CardHeader className="flex-row flex-wrap items-center justify-between gap-x-4 gap-y-3 border-b pb-4">
        <CardTitle>{t("title")}</CardTitle>
        {lines.length > 0 && (
          <TranscriptSearch
            search={search}
            onSearch={find}
            count={matches.length}
            current={current}
            onMove={(step) =>
              matches.length > 0 && setCurrent((current + step + matches.length) % matches.length)
            }
          />
        )}
      </CardHeader>
      {lines.length === 0 ? (
        <CardContent>{missing}</CardContent>
      ) : (
        <div
          role="region"
          aria-label={t("title")}
          tabIndex={0}
          data-testid="call-transcript"
          className="flex flex-col gap-5 overflow-y-auto rounded-b-xl p-5 outline-none focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-inset"
        >
          {groupBySpeaker(lines.slice(0, shown)).map((turn) => (
            <TranscriptTurn
              key={turn.lines[0]?.index}
              turn={turn}
              fathomUrl={fathomUrl}
              matchesByLine={matchesByLine}
              currentMatch={currentMatch}
            />
          ))}
          {shown < lines.length && (
            <Button variant="outline" className="self-center" onClick={() => setAsked(shown + LINES)}>
              {t("more", { count: Math.min(LINES, lines.length - shown) })}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}
