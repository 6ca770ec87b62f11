import { type Deps } from "@koppeling/api/deps";

/** Words that the searches look for, and in what share of the calls they stand. */
export const SEARCHES = {
  /** In every second title. */
  common: "demo",
  /** In one title of a thousand. */
  rare: "zeldzaam",
  /** In a few transcripts only, and in the middle of a word. */
  inside: "contractverleng",
  /** Common and rare together. */
  both: "demo zeldzaam",
  nowhere: "bestaatnietergens",
} as const;

/**
 * Fills an empty database with calls of three years, by SQL alone: ledger, calls, transcripts and their words. Triggers
 * stay silent and indexes are made at the end, since a million rows are to be there in a minute.
 * @param size transcripts: how many of the calls have one, spread evenly
 */
export async function seedCalls(deps: Deps, size: { calls: number; transcripts: number }): Promise<void> {
  const every = Math.max(1, Math.floor(size.calls / Math.max(1, size.transcripts)));
  const client = await deps.db.pool.connect();
  try {
    await client.query("SET statement_timeout = 0; SET session_replication_role = replica");
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(
      `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
       WHERE NOT indisunique AND indrelid = ANY ('{recordings,calls,call_search}'::regclass[])`,
    );
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    for (const statement of statements(size.calls, every)) await client.query(statement);
    for (const { definition } of indexes) await client.query(definition);
    await client.query("VACUUM ANALYZE");
  } finally {
    client.release(true);
  }
}

/** One in fifty recordings is skipped, in a few groups. */
const skippedGroups = 40;

function statements(calls: number, every: number): string[] {
  return [
    `INSERT INTO recordings (recording_id, decision, reason, recorder_email, recorded_at, fathom_created_at, first_seen_at)
     SELECT i, 'imported', NULL, 'rep' || (1 + i % 12) || '@bench.example', t, t, t
     FROM generate_series(1, ${calls}) i, LATERAL (SELECT now() - i * interval '3 years' / ${calls} AS t) at`,
    `INSERT INTO recordings (recording_id, decision, reason, recorder_email, recorded_at, fathom_created_at, first_seen_at)
     SELECT ${calls} + i, 'skipped', (ARRAY['no_matching_rep', 'rep_archived', 'other_team'])[1 + i % 3],
       'guest' || (i % ${skippedGroups}) || '@bench.example', t, t, t
     FROM generate_series(1, ${Math.ceil(calls / 50)}) i, LATERAL (SELECT now() - i * interval '3 years' / ${calls} * 50 AS t) at`,
    `WITH reps AS (SELECT array_agg(id ORDER BY email) AS ids FROM sales_reps)
     INSERT INTO calls (recording_id, sales_rep_id, matched_by, title, recorder_email, team, started_at, ended_at,
       duration_seconds, is_external, invitees, has_transcript, details_hash, summary_hash, transcript_hash, observed_at)
     SELECT i, ids[1 + i % 12], 'email',
       CASE WHEN i % 2 = 0 THEN 'Demo' ELSE 'Kennismaking' END || ' met klant ' || (i % 5000)
         || CASE WHEN i % 1000 = 7 THEN ' zeldzaam' ELSE '' END,
       'rep' || (1 + i % 12) || '@bench.example', 'Team ' || (i / 12 % 7), t, t + interval '30 minutes',
       300 + (i::bigint * 7919) % 5400, i / 5 % 20 <> 0, '[{"name":"Marco Visser","email":"marco@klant.example","isExternal":true}]',
       i % ${every} = 0, 'd', 's', CASE WHEN i % ${every} = 0 THEN 't' END, t
     FROM reps, generate_series(1, ${calls}) i, LATERAL (SELECT now() - i * interval '3 years' / ${calls} AS t) at`,
    // Paragraphs of words that are used as unevenly as real ones, put together five at a time.
    `CREATE TABLE bench_paragraphs AS
     SELECT p AS id, string_agg(word, ' ' ORDER BY n) AS text, array_to_tsvector(array_agg(DISTINCT word)) AS words
     FROM generate_series(0, 499) p, generate_series(1, 120) n,
       LATERAL (SELECT 'woord' || floor(20000 * power((p * 7919 + n * 104729) % 9973 / 9973.0, 3)) AS word) w
     GROUP BY p`,
    "UPDATE bench_paragraphs SET text = text || ' contractverlenging', words = words || 'contractverlenging' WHERE id = 13",
    `INSERT INTO transcripts (recording_id, lines)
     SELECT i, (SELECT json_build_object('speakers', '[["Anna",null]]'::json,
         'lines', json_agg(json_build_array(0, k * 60, p.text) ORDER BY k))
       FROM generate_series(0, 4) k JOIN bench_paragraphs p ON p.id = (i / ${every} * 5 + k * 83) % 500)
     FROM generate_series(${every}, ${calls}, ${every}) i`,
    `INSERT INTO call_search (recording_id, call_id, started_at, document, source)
     SELECT recording_id, id, started_at, array_to_tsvector(regexp_split_to_array(lower(title), ' ')), 'bench' FROM calls WHERE NOT has_transcript`,
    `INSERT INTO call_search (recording_id, call_id, started_at, document, source)
     SELECT c.recording_id, c.id, c.started_at, array_to_tsvector(regexp_split_to_array(lower(c.title), ' '))
       || a.words || b.words || d.words || e.words || f.words, 'bench'
     FROM calls c JOIN LATERAL (SELECT (c.recording_id / ${every} * 5)::int AS first) s ON true
     JOIN bench_paragraphs a ON a.id = s.first % 500 JOIN bench_paragraphs b ON b.id = (s.first + 83) % 500
     JOIN bench_paragraphs d ON d.id = (s.first + 166) % 500 JOIN bench_paragraphs e ON e.id = (s.first + 249) % 500
     JOIN bench_paragraphs f ON f.id = (s.first + 332) % 500 WHERE c.has_transcript`,
    `INSERT INTO search_words SELECT DISTINCT word FROM bench_paragraphs, unnest(words) AS u(word, p, w)
     WHERE word ~ '^[a-z]{4,}$' UNION SELECT unnest(ARRAY['demo', 'kennismaking', 'klant', 'zeldzaam'])`,
    "DROP TABLE bench_paragraphs",
    "INSERT INTO ledger_counts SELECT decision, coalesce(reason, ''), count(*) FROM recordings GROUP BY 1, 2",
  ];
}
