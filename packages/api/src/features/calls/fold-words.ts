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

export type FoundWord = {
  folded: string;
  start: number;
  end: number;
  /** The last letter of a run of an unspaced script: there to be found alone, while what is searched for has its pair. */
  isTail?: true;
};

/** Scripts that are written without spaces between words. */
const UNSPACED = /[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

/**
 * The words of a text, in order, each with its place there and the spelling under which words are compared. Of scripts
 * without spaces each pair of neighbouring letters counts as a word, so that a word within a run can be found.
 */
export function* foldWords(text: string): Generator<FoundWord> {
  for (const { 0: word, index: start } of text.matchAll(WORD)) {
    if (UNSPACED.test(word)) yield* foldPairs(word, start);
    else {
      const folded = foldWord(word);
      if (folded !== "") yield { folded, start, end: start + word.length };
    }
  }
}

/** @param word holds a letter of an unspaced script; other letters in it are words as they stand */
function* foldPairs(word: string, start: number): Generator<FoundWord> {
  let run: FoundWord[] = [];
  let other = "";
  let at = start;
  const endOther = function* () {
    const folded = foldWord(other);
    if (folded !== "") yield { folded, start: at - other.length, end: at };
    other = "";
  };
  for (const letter of word) {
    const previous = run.at(-1);
    const folded = foldWord(letter);
    if (UNSPACED.test(letter) && folded !== "") {
      yield* endOther();
      run.push({ folded, start: at, end: at + letter.length });
    } else if (previous && folded === "") {
      previous.end += letter.length;
    } else {
      yield* pairsOf(run);
      run = [];
      other += letter;
    }
    at += letter.length;
  }
  yield* endOther();
  yield* pairsOf(run);
}

function* pairsOf(run: readonly FoundWord[]): Generator<FoundWord> {
  for (const [index, letter] of run.entries()) {
    const next = run[index + 1];
    if (next) yield { folded: letter.folded + next.folded, start: letter.start, end: next.end };
    else yield run.length === 1 ? letter : { ...letter, isTail: true };
  }
}

/** Whether a folded word is of a script without spaces. */
export const isUnspaced = (folded: string): boolean => UNSPACED.test(folded);

/** Lower case, without accents: "Zoë" and "zoe" are one word to who searches. */
function foldWord(word: string): string {
  const plain = NOT_ASCII.test(word)
    ? normalizeText(word, "NFKD").replace(MARKS, "").toLowerCase()
    : word.toLowerCase();
  const folded = NOT_ASCII.test(plain) ? plain.replace(SPECIAL, (letter) => PLAIN[letter] ?? letter) : plain;
  return folded.replace(/[^\p{L}\p{N}]+/gu, "").slice(0, MAX_WORD);
}
