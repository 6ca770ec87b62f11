import { foldWords, isUnspaced } from "./fold-words";

/**
 * What is searched for: calls in which every term is. `word` is folded; a single letter is a word of its own, two
 * letters begin one, and a longer term may stand anywhere in one, as parts do in Dutch ("contract" in
 * "onderhoudscontract").
 */
export type SearchTerm = { word: string; place: "whole" | "start" | "anywhere" };

const MAX_TERMS = 8;
const ANYWHERE_FROM = 4;

/** Nearly every call has these, so that they say nothing beside another word. */
const FILLERS = new Set(
  (
    "aan al als bij bent ben dan dat de deze die dit door een en er geen had heb heeft het hij hoe ik in is ja je kan kun me " +
    "met mijn naar niet nog nu of om onze ook op over te toch tot u uit uw van veel voor waar wat we wel wij worden zijn zo " +
    "a an and are as at be but by can do for from have i it its my no not on or our so that the this to was we what will with you your"
  ).split(" "),
);

/** @returns the terms, at most eight; none when the text holds no word */
export function parseSearch(text: string): SearchTerm[] {
  const words = [...new Set([...foldWords(text)].flatMap(({ folded, isTail }) => (isTail ? [] : [folded])))];
  const telling = words.filter((word) => !FILLERS.has(word));
  return (telling.length > 0 ? telling : words)
    .slice(0, MAX_TERMS)
    .map((word) => ({ word, place: placeOf(word) }));
}

function placeOf(word: string): SearchTerm["place"] {
  if (isUnspaced(word)) return "start";
  if (word.length === 1) return "whole";
  return word.length >= ANYWHERE_FROM && /^\p{L}+$/u.test(word) ? "anywhere" : "start";
}

/** Where in a folded word the term stands; -1 for nowhere. */
export function placeInWord(folded: string, { word, place }: SearchTerm): number {
  if (place === "anywhere") return folded.indexOf(word);
  return (place === "whole" ? folded === word : folded.startsWith(word)) ? 0 : -1;
}
