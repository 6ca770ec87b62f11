import { setImmediate } from "node:timers/promises";
import { type Deps } from "../../deps";
import { type CallMatch, findMatch, listSentences } from "./find-match";
import { placeInWord, type SearchTerm } from "./parse-search";
import { foldWords } from "./fold-words";
import { decodeTranscript } from "../recordings/transcript-lines";

type Texts = { id: string; title: string; summary: string | null };

/**
 * Where a search was found in each of a page of calls. Transcripts are long, so only those are read whose title and
 * summary do not hold it all.
 */
export async function loadMatches(
  deps: Deps,
  ids: readonly string[],
  terms: readonly SearchTerm[],
): Promise<Map<string, CallMatch>> {
  const { rows: calls } = await deps.db.pool.query<Texts>(
    "SELECT id, title, summary FROM calls WHERE id = ANY($1::uuid[])",
    [ids],
  );
  const spoken = calls.filter((call) => !holdsAll(`${call.title}\n${call.summary ?? ""}`, terms));
  const { rows: transcripts } = await deps.db.pool.query<{ id: string; lines: unknown }>(
    "SELECT c.id, t.lines FROM transcripts t JOIN calls c USING (recording_id) WHERE c.id = ANY($1::uuid[])",
    [spoken.map(({ id }) => id)],
  );
  const linesOf = new Map(transcripts.map(({ id, lines }) => [id, lines]));
  const matches = new Map<string, CallMatch>();
  for (const call of calls) {
    // Others get their turn between two calls: a long transcript takes some tens of milliseconds.
    await setImmediate();
    const transcript = decodeTranscript(linesOf.get(call.id));
    const match = findMatch(listSentences({ ...call, transcript }), terms);
    if (match) matches.set(call.id, match);
  }
  return matches;
}

function holdsAll(text: string, terms: readonly SearchTerm[]): boolean {
  const open = new Set(terms);
  for (const { folded } of foldWords(text)) {
    for (const term of open) if (placeInWord(folded, term) >= 0) open.delete(term);
  }
  return open.size === 0;
}
