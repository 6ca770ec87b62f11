import type { TranscriptLine } from "./call-detail";

export type Match = { line: number; start: number; end: number };

/** One letter is nearly everywhere, and a call of hours is long. */
export const MIN_SEARCH = 2;

/** Where a text occurs in a transcript, in order, without regard to case. */
export function findMatches(lines: readonly TranscriptLine[], search: string): Match[] {
  const wanted = search.trim();
  if (wanted.length < MIN_SEARCH) return [];
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  return lines.flatMap(({ text }, line) =>
    [...text.matchAll(pattern)].map((found) => ({
      line,
      start: found.index,
      end: found.index + found[0].length,
    })),
  );
}

export type MatchesByLine = ReadonlyMap<number, readonly Match[]>;

export function groupByLine(matches: readonly Match[]): MatchesByLine {
  const byLine = new Map<number, Match[]>();
  for (const match of matches) {
    const known = byLine.get(match.line);
    if (known) known.push(match);
    else byLine.set(match.line, [match]);
  }
  return byLine;
}
