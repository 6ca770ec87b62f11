import { normalizeText } from "@koppeling/fathom/normalize-text";

/** A word as it stands in a text, with what is written on or in it. */
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const MARKS = /\p{M}+/gu;
const NOT_ASCII = /[^\0-\x7f]/;
/** Letters that Unicode does not take apart, though people type them without. */
const PLAIN: Record<string, string> = { ß: "ss", ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ð: "d", ı: "i" };
const SPECIAL = /[ßøæœłđðı]/g;

/** Longer ones are codes and addresses: their beginning is enough to be found by. */
const MAX_WORD = 40;

export type FoundWord = { folded: string; start: number; end: number };

/** The words of a text, in order, each with its place there and the spelling under which words are compared. */
export function* foldWords(text: string): Generator<FoundWord> {
  for (const { 0: word, index: start } of text.matchAll(WORD)) {
    const folded = foldWord(word);
    if (folded !== "") yield { folded, start, end: start + word.length };
  }
}

/** Lower case, without accents: "Zoë" and "zoe" are one word to who searches. */
function foldWord(word: string): string {
  const plain = NOT_ASCII.test(word)
    ? normalizeText(word, "NFKD").replace(MARKS, "").toLowerCase()
    : word.toLowerCase();
  const folded = NOT_ASCII.test(plain) ? plain.replace(SPECIAL, (letter) => PLAIN[letter] ?? letter) : plain;
  return folded.replace(/[^\p{L}\p{N}]+/gu, "").slice(0, MAX_WORD);
}
