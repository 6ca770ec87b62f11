"use client";

import { useTranslations } from "next-intl";
import { ExternalLink } from "@/components/ui/external-link";
import { cn } from "@/lib/cn";
import { formatClock } from "@/lib/format-clock";
import { toMomentUrl } from "./call-links";
import type { Match, MatchesByLine } from "./find-matches";
import type { Turn } from "./group-by-speaker";

/** Soft, and none of green, amber and red, which stand for state. The name says who it is; the colour only helps the eye. */
const voiceColors = [
  "text-[oklch(0.48_0.17_293)] dark:text-[oklch(0.82_0.1_293)]",
  "text-[oklch(0.46_0.11_235)] dark:text-[oklch(0.82_0.09_235)]",
  "text-[oklch(0.47_0.15_345)] dark:text-[oklch(0.82_0.1_345)]",
  "text-[oklch(0.45_0.08_195)] dark:text-[oklch(0.83_0.08_195)]",
  "text-[oklch(0.47_0.15_265)] dark:text-[oklch(0.8_0.1_265)]",
  "text-[oklch(0.47_0.15_320)] dark:text-[oklch(0.82_0.1_320)]",
];

type TranscriptTurnProps = {
  turn: Turn;
  fathomUrl: string | null;
  matchesByLine: MatchesByLine;
  currentMatch: Match | undefined;
};

export function TranscriptTurn({ turn, fathomUrl, matchesByLine, currentMatch }: TranscriptTurnProps) {
  return (
    <div className="flex flex-col gap-1">
      <p className={cn("text-sm font-medium", voiceColors[turn.voice % voiceColors.length])}>
        {turn.speaker}
      </p>
      {turn.lines.map(({ index, line }) => (
        <div key={index} className="grid grid-cols-[3.25rem_minmax(0,1fr)] gap-2 text-sm leading-relaxed">
          <LineTime seconds={line.seconds} fathomUrl={fathomUrl} />
          <p dir="auto" className="break-words">
            <MarkedText
              text={line.text}
              matches={matchesByLine.get(index) ?? []}
              currentMatch={currentMatch}
            />
          </p>
        </div>
      ))}
    </div>
  );
}

function LineTime({ seconds, fathomUrl }: { seconds: number | null; fathomUrl: string | null }) {
  const t = useTranslations("call.transcript");
  if (seconds === null) return <span />;
  const clock = formatClock(seconds);
  const classes = "h-fit w-fit pt-0.5 text-xs text-muted-foreground tabular-nums";
  if (fathomUrl === null) return <span className={classes}>{clock}</span>;
  return (
    <ExternalLink
      href={toMomentUrl(fathomUrl, seconds)}
      aria-label={t("openMoment", { clock })}
      title={t("openMoment", { clock })}
      className={cn(classes, "no-underline hover:text-primary-text hover:underline")}
    >
      {clock}
    </ExternalLink>
  );
}

type MarkedTextProps = { text: string; matches: readonly Match[]; currentMatch: Match | undefined };

const scrollIntoSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });

function MarkedText({ text, matches, currentMatch }: MarkedTextProps) {
  if (matches.length === 0) return text;
  const last = matches.at(-1);
  return (
    <>
      {matches.map((match, index) => {
        const isCurrent = match === currentMatch;
        return (
          <span key={match.start}>
            {text.slice(matches[index - 1]?.end ?? 0, match.start)}
            <mark
              ref={isCurrent ? scrollIntoSight : undefined}
              aria-current={isCurrent || undefined}
              className={cn(
                "rounded-xs px-0.5",
                isCurrent ? "bg-primary text-primary-foreground" : "bg-primary-soft text-foreground",
              )}
            >
              {text.slice(match.start, match.end)}
            </mark>
          </span>
        );
      })}
      {text.slice(last?.end ?? 0)}
    </>
  );
}
