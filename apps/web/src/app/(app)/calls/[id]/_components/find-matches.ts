import { normalizeText } from "@koppeling/fathom/normalize-text";
import type { TranscriptLine } from "./call-detail";

export type Match = { line: number; start: number; end: number };

/** One letter is nearly everywhere, and a call of hours is long. */
export const MIN_SEARCH = 2;

/** Nobody steps through more, and each is an element of the page. */
export const MAX_MATCHES = 1000;

/** Where a text occurs in a transcript, in order, without regard to case and accents; the first thousand places. */
export function findMatches(lines: readonly TranscriptLine[], search: string): Match[] {
  return search.trim().length < MIN_SEARCH ? [] : findAny(lines, [fold(search.trim()).text]);
}

/** Where any of its words occurs: what was found in the list holds them all, though perhaps not side by side. */
export function findWords(lines: readonly TranscriptLine[], search: string): Match[] {
  const words = search.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const folded = words.map((word) => fold(word).text).filter((word) => word.length >= MIN_SEARCH);
  return folded.length === 0 ? [] : findAny(lines, folded);
}

function findAny(lines: readonly TranscriptLine[], wanted: readonly string[]): Match[] {
  const escaped = wanted.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(escaped.join("|"), "gu");
  const matches: Match[] = [];
  for (const [line, { text }] of lines.entries()) {
    const { text: folded, placeOf } = fold(text);
    for (const found of folded.matchAll(pattern)) {
      if (matches.length === MAX_MATCHES) return matches;
      matches.push({ line, start: placeOf(found.index), end: placeOf(found.index + found[0].length) });
    }
  }
  return matches;
}

const ASCII = /^[\0-\x7f]*$/;

/** Lower case without accents, and where each place in that stood in the text itself. */
function fold(text: string): { text: string; placeOf: (index: number) => number } {
  if (ASCII.test(text)) return { text: text.toLowerCase(), placeOf: (index) => index };
  let folded = "";
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = normalizeText(character, "NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase();
    for (let index = 0; index < plain.length; index++) places.push(at);
    folded += plain;
    at += character.length;
  }
  places.push(text.length);
  return { text: folded, placeOf: (index) => places[index] ?? text.length };
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
