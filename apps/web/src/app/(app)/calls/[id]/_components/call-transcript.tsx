"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { TranscriptLine } from "./call-detail";
import { ContentMissing } from "./content-missing";
import { findMatches, groupByLine } from "./find-matches";
import { groupBySpeaker } from "./group-by-speaker";
import { TranscriptSearch } from "./transcript-search";
import { TranscriptTurn } from "./transcript-turn";

type CallTranscriptProps = {
  lines: readonly TranscriptLine[];
  fathomUrl: string | null;
  awaited: boolean;
  /** When it was removed for its age. */
  prunedAt: Date | null;
};

export function CallTranscript({ lines, fathomUrl, awaited, prunedAt }: CallTranscriptProps) {
  const t = useTranslations("call.transcript");
  const format = useFormatter();
  const [search, setSearch] = useState("");
  const [current, setCurrent] = useState(0);
  const wanted = useDeferredValue(search);
  const matches = findMatches(lines, wanted);
  const currentMatch = matches[current];
  const matchesByLine = groupByLine(matches);

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
        <CardContent>
          <ContentMissing
            awaited={awaited && prunedAt === null}
            text={prunedAt ? t("pruned", { date: format.dateTime(prunedAt, "day") }) : t("none")}
          />
        </CardContent>
      ) : (
        <div
          role="region"
          aria-label={t("title")}
          tabIndex={0}
          data-testid="call-transcript"
          className="flex flex-col gap-5 overflow-y-auto rounded-b-xl p-5 outline-none focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-inset"
        >
          {groupBySpeaker(lines).map((turn) => (
            <TranscriptTurn
              key={turn.lines[0]?.index}
              turn={turn}
              fathomUrl={fathomUrl}
              matchesByLine={matchesByLine}
              currentMatch={currentMatch}
            />
          ))}
        </div>
      )}
    </Card>
  );
}
