import { type Deps } from "../../deps";
import { type SearchTerm } from "./parse-search";

/** Of the words that hold a part, as many as are looked for. */
const MAX_WORDS = 200;

/**
 * What PostgreSQL looks for: calls that hold every term, as the beginning of a word or, for a term that may stand
 * anywhere, as one of the words that hold it.
 * @returns a tsquery; its words are letters and digits only, so that nothing in them is syntax
 */
export async function findWords(deps: Deps, terms: readonly SearchTerm[]): Promise<string> {
  const alternatives: string[][] = [];
  // One after the other, so that a search takes one connection.
  for (const term of terms) {
    const holding = term.place === "anywhere" ? await findHolding(deps, term.word) : [];
    alternatives.push(
      term.place === "whole"
        ? [`'${term.word}'`]
        : [`'${term.word}':*`, ...holding.map((word) => `'${word}'`)],
    );
  }
  return alternatives.map((words) => `(${words.join(" | ")})`).join(" & ");
}

async function findHolding(deps: Deps, part: string): Promise<string[]> {
  const { rows } = await deps.db.pool.query<{ word: string }>({
    name: "find-words-holding",
    text: `SELECT word FROM search_words WHERE position($1 in word) > 1 ORDER BY length(word), word LIMIT ${MAX_WORDS}`,
    values: [part],
  });
  return rows.map(({ word }) => word);
}
