import { type TranscriptLine } from "@koppeling/fathom/schemas";
import { foldWords } from "./fold-words";
import { placeInWord, type SearchTerm } from "./parse-search";

export type CallMatch = {
  /** A sentence as plain text, cut around what was found when it is long. */
  text: string;
  /** Start and end of each place in the text. */
  ranges: [number, number][];
  where: "title" | "summary" | "transcript";
  /** Of a transcript: who says it, and when, from the start of the recording. */
  speaker: string | null;
  seconds: number | null;
};

type Sentence = Pick<CallMatch, "text" | "where" | "speaker" | "seconds">;

const SHOWN_BEFORE = 60;
const SHOWN = 220;
const MAX_READ = 1_000_000;

/** The places of the terms in a text, in order. Pure. */
export function findRanges(text: string, terms: readonly SearchTerm[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const { folded, start, end } of foldWords(text)) {
    for (const term of terms) {
      const at = placeInWord(folded, term);
      if (at < 0) continue;
      // Folding may change the length of a word; then the whole of it is the place.
      const kept = folded.length === end - start;
      const range: [number, number] = kept ? [start + at, start + at + term.word.length] : [start, end];
      const last = ranges.at(-1);
      // The pairs of an unspaced script overlap.
      if (last && range[0] < last[1]) last[1] = Math.max(last[1], range[1]);
      else ranges.push(range);
      break;
    }
  }
  return ranges;
}

/**
 * The sentence that holds most of the terms, the first of them when several do. Looks no further than a million
 * characters, which is a day of talking. @returns null when none holds any
 */
export function findMatch(sentences: Iterable<Sentence>, terms: readonly SearchTerm[]): CallMatch | null {
  let best: Sentence | null = null;
  let most = 0;
  let read = 0;
  for (const sentence of sentences) {
    read += sentence.text.length;
    if (read > MAX_READ) break;
    const held = countTerms(sentence.text, terms);
    if (held > most) [best, most] = [sentence, held];
    if (most === terms.length) break;
  }
  return best && cut({ ...best, ranges: findRanges(best.text, terms) });
}

/** Title, summary sentence by sentence, transcript line by line. */
export function* listSentences(call: {
  title: string;
  summary: string | null;
  transcript: readonly TranscriptLine[];
}): Generator<Sentence> {
  yield { text: call.title, where: "title", speaker: null, seconds: null };
  for (const text of toSentences(call.summary ?? ""))
    yield { text, where: "summary", speaker: null, seconds: null };
  for (const { text, speaker, seconds } of call.transcript)
    yield { text, where: "transcript", speaker, seconds };
}

function countTerms(text: string, terms: readonly SearchTerm[]): number {
  const open = new Set(terms);
  for (const { folded } of foldWords(text)) {
    for (const term of open) if (placeInWord(folded, term) >= 0) open.delete(term);
    if (open.size === 0) break;
  }
  return terms.length - open.size;
}

/**
 * Markdown without its signs: what is left is read, not shown as a page. A link's name and address hold no "[", so that
 * no stretch of text is looked through for a second link's sake.
 */
function toSentences(markdown: string): string[] {
  return markdown
    .replace(/!?\[([^[\]]*)\]\([^)[]*\)/g, "$1")
    .split(/\n+|(?<=[.!?])\s+/)
    .map((line) =>
      line
        .replace(/^[\s#>*+|-]+(?:\[[ x]\]\s)?/i, "")
        .replace(/[*_`|]+/g, "")
        .trim(),
    )
    .filter((line) => line !== "");
}

function cut(match: CallMatch): CallMatch {
  const { text, ranges } = match;
  if (text.length <= SHOWN) return match;
  const first = ranges[0]?.[0] ?? 0;
  const from = first <= SHOWN_BEFORE ? 0 : startOfWord(text, first - SHOWN_BEFORE, first);
  const to = from + SHOWN >= text.length ? text.length : endOfWord(text, from + SHOWN);
  const [before, after] = [from > 0 ? "… " : "", to < text.length ? " …" : ""];
  const shift = before.length - from;
  return {
    ...match,
    text: before + text.slice(from, to).trimEnd() + after,
    ranges: ranges
      .filter(([start, end]) => start >= from && end <= to)
      .map(([start, end]) => [start + shift, end + shift]),
  };
}

function startOfWord(text: string, from: number, before: number): number {
  const space = text.indexOf(" ", from);
  return space >= 0 && space < before ? space + 1 : from;
}

function endOfWord(text: string, to: number): number {
  const space = text.lastIndexOf(" ", to);
  return space > to - SHOWN / 4 ? space : to;
}
