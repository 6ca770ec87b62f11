import { type Deps } from "../../deps";
import { defineJob } from "../../job";

/** After the retention has taken content out of calls, and their words have left the search. */
export const pruneWordsJob = defineJob({
  id: "prune-words",
  triggers: () => [{ cron: "53 3 * * *" }],
  retries: 2,
  handler: async ({ step, deps }) => ({ pruned: await step.run("prune-words", () => pruneWords(deps)) }),
});

/** Words that one statement looks at: whoever adds words to the search waits for it. */
const BATCH = 2_000;

/** Removes the words that stand in no call any more. @returns how many */
async function pruneWords(deps: Deps): Promise<number> {
  let pruned = 0;
  let after = "";
  for (;;) {
    const batch: { last: string | null; pruned: number } = await pruneBatch(deps, after);
    pruned += batch.pruned;
    if (batch.last === null) return pruned;
    after = batch.last;
  }
}

async function pruneBatch(deps: Deps, after: string): Promise<{ last: string | null; pruned: number }> {
  const client = await deps.db.pool.connect();
  try {
    await client.query("BEGIN");
    // Who adds a call's words adds them here first: a word that is there already must not go before the call is in.
    await client.query("LOCK TABLE search_words IN SHARE ROW EXCLUSIVE MODE");
    const { rows } = await client.query<{ last: string | null; pruned: number }>(
      `WITH batch AS (SELECT word FROM search_words WHERE word > $1 ORDER BY word LIMIT ${BATCH}),
       gone AS (
         DELETE FROM search_words w USING batch b
         WHERE w.word = b.word AND NOT EXISTS (
           SELECT FROM call_search s WHERE s.document @@ quote_literal(b.word)::tsquery)
         RETURNING w.word
       )
       SELECT (SELECT max(word) FROM batch) AS last, (SELECT count(*)::int FROM gone) AS pruned`,
      [after],
    );
    await client.query("COMMIT");
    client.release();
    return rows[0] ?? { last: null, pruned: 0 };
  } catch (error) {
    client.release(true);
    throw error;
  }
}
