import { type Deps } from "../../deps";
import { foldWords } from "./fold-words";
import { decodeTranscript } from "../recordings/transcript-lines";
import { defineJob } from "../../job";

/** Makes what was imported findable by its words. */
export const indexSearchJob = defineJob({
  id: "index-search",
  triggers: () => [],
  retries: 1,
  isDue: async (deps) => {
    const { rows } = await deps.db.pool.query("SELECT FROM call_search_queue LIMIT 1");
    return rows.length > 0;
  },
  handler: async ({ step, deps, log, isStopping }) => {
    const written = await step.run("index-search", () => indexSearch(deps, isStopping));
    if (written > 0) log.debug({ written }, "calls were made findable");
    return { written };
  },
});

/** Calls of one statement. */
const BATCH = 25;
/** Under PostgreSQL's limit of one mebibyte for the words of a row. */
const MAX_BYTES = 900_000;
/** Words that a part may be looked for in: of letters, and longer than the shortest part. */
const LOOKED_INTO = /^\p{L}{5,40}$/u;

type QueuedCall = {
  recordingId: string;
  token: string;
  callId: string | null;
  startedAt: Date | null;
  title: string | null;
  summary: string | null;
  lines: unknown;
  source: string;
  known: boolean;
};

/**
 * Takes the words of calls that are new or changed, the newest first, until the queue is empty. A call that changes
 * meanwhile stays in the queue; one whose words were taken from the same content before is not written again.
 * @returns how many were written
 */
export async function indexSearch(deps: Deps, isStopping: () => boolean = () => false): Promise<number> {
  let written = 0;
  await queueReread(deps);
  while (!isStopping()) {
    const calls = await readQueue(deps);
    if (calls.length === 0) break;
    written += await writeWords(deps, calls);
  }
  return written;
}

/** Calls whose words were taken in a way that has changed since, see the migrations. */
async function queueReread(deps: Deps): Promise<void> {
  await deps.db.pool.query(
    `INSERT INTO call_search_queue (recording_id)
     SELECT recording_id FROM call_search WHERE reread ORDER BY recording_id ON CONFLICT DO NOTHING`,
  );
}

async function readQueue(deps: Deps): Promise<QueuedCall[]> {
  const { rows } = await deps.db.pool.query<QueuedCall>({
    name: "read-search-queue",
    text: `
      SELECT q.recording_id::text AS "recordingId", q.token, c.id AS "callId", c.started_at AS "startedAt", c.title, h.source, (s.source IS NOT DISTINCT FROM h.source AND s.reread IS NOT TRUE) AS known,
        CASE WHEN s.source IS DISTINCT FROM h.source OR s.reread THEN c.summary END AS summary,
        CASE WHEN s.source IS DISTINCT FROM h.source OR s.reread THEN t.lines END AS lines
      FROM (SELECT * FROM call_search_queue ORDER BY recording_id DESC LIMIT ${BATCH}) q
      LEFT JOIN calls c USING (recording_id) LEFT JOIN transcripts t USING (recording_id)
      LEFT JOIN call_search s USING (recording_id)
      CROSS JOIN LATERAL (SELECT md5(concat_ws('|', c.summary_hash, c.summary IS NULL, c.transcript_hash,
        t.recording_id IS NULL, c.started_at, c.title)) AS source) h`,
  });
  return rows;
}

async function writeWords(deps: Deps, calls: readonly QueuedCall[]): Promise<number> {
  // A call that is gone, or whose words are known, only leaves the queue.
  const documents = calls.map((call) => (call.known || call.title === null ? null : readWords(call)));
  const vocabulary = new Set(
    documents.flatMap((words) => words?.filter((word) => LOOKED_INTO.test(word)) ?? []),
  );
  const client = await deps.db.pool.connect();
  try {
    await client.query("BEGIN");
    // Calls before their queue, as who deletes a call does: neither then waits for the other in a circle.
    await client.query(
      "SELECT FROM calls WHERE recording_id = ANY($1::bigint[]) ORDER BY recording_id FOR KEY SHARE",
      [calls.map(({ recordingId }) => recordingId)],
    );
    // Before the calls: a word that is found nowhere yet does no harm, one that cannot be looked up would.
    await client.query("INSERT INTO search_words SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", [
      [...vocabulary].sort(),
    ]);
    const { rowCount } = await client.query({
      name: "write-search-words",
      text: `
        WITH input AS (
          SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[])
            AS i(recording_id, token, source, words, call_id, started_at)
        ), taken AS (
          DELETE FROM call_search_queue q USING input i WHERE q.recording_id = i.recording_id AND q.token = i.token
          RETURNING q.recording_id
        )
        INSERT INTO call_search (recording_id, call_id, started_at, document, source)
        SELECT recording_id, i.call_id, i.started_at, array_to_tsvector(string_to_array(i.words, ' ')), i.source
        FROM input i JOIN taken USING (recording_id) WHERE i.words IS NOT NULL
        ON CONFLICT (recording_id) DO UPDATE SET started_at = excluded.started_at, document = excluded.document, source = excluded.source, reread = false`,
      values: [
        calls.map(({ recordingId }) => recordingId),
        calls.map(({ token }) => token),
        calls.map(({ source }) => source),
        documents.map((words) => words?.join(" ") ?? null),
        calls.map(({ callId }) => callId),
        calls.map(({ startedAt }) => startedAt),
      ],
    });
    await client.query("COMMIT");
    client.release();
    return rowCount ?? 0;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Each word of a call once. */
function readWords({ title, summary, lines }: QueuedCall): string[] {
  const texts = [title ?? "", summary ?? "", ...decodeTranscript(lines).map(({ text }) => text)];
  const words = new Set<string>();
  let bytes = 0;
  for (const text of texts) {
    for (const { folded } of foldWords(text)) {
      if (words.has(folded)) continue;
      bytes += Buffer.byteLength(folded) + 1;
      if (bytes > MAX_BYTES) return [...words];
      words.add(folded);
    }
  }
  return [...words];
}
