import type { TranscriptLine } from "./call-detail";

export type Match = { line: number; start: number; end: number };

/** Where a text occurs in a transcript, in order, without regard to case. */
export function findMatches(lines: readonly TranscriptLine[], search: string): Match[] {
  const wanted = search.trim();
  if (wanted === "") return [];
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  return lines.flatMap(({ text }, line) =>
    [...text.matchAll(pattern)].map((found) => ({
      line,
      start: found.index,
      end: found.index + found[0].length,
    })),
  );
}
