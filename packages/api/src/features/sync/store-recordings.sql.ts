/** Pages hold few transcripts, so that their statements are prepared once; a rare large batch is not worth keeping. */
const PREPARED_UP_TO = 20;
const FIRST_TRANSCRIPT_PARAMETER = 11;

const statements = new Map<number, string>();

/**
 * The statement that stores one page, for so many transcripts. Each transcript is a parameter of its own: as text
 * inside the JSON of `$1` it would be escaped here and parsed twice there, which costs more than all the rest.
 *
 * $1 rows (jsonb) · $2 run · $3 lease token · $4 page · $5 next cursor · $6 walk complete · $7 loop cursor ·
 * $8 loop page · $9 empty pages · $10 observed at · then recording id and lines of each transcript.
 */
export function storePageSql(transcripts: number): { text: string; name?: string } {
  if (transcripts > PREPARED_UP_TO) return { text: buildSql(transcripts) };
  let text = statements.get(transcripts);
  if (text === undefined) {
    text = buildSql(transcripts);
    statements.set(transcripts, text);
  }
  return { text, name: `store-page-${transcripts}` };
}

const CALL_COLUMNS = [
  "title",
  "meeting_title",
  "url",
  "share_url",
  "recorder_email",
  "recorder_name",
  "started_at",
  "ended_at",
  "duration_seconds",
  "scheduled_start_at",
  "scheduled_end_at",
  "fathom_created_at",
  "is_external",
  "language",
  "invitees",
  "details_hash",
] as const;

/** Replaced only by content that is there. */
const CONTENT_COLUMNS = [
  "summary",
  "summary_template",
  "summary_hash",
  "action_items",
  "action_items_hash",
  "transcript_hash",
] as const;

const LEDGER_COLUMNS = [
  "decision",
  "reason",
  "sales_rep_id",
  "recorder_email",
  "recorder_name",
  "recorder_team",
  "recorded_at",
  "fathom_created_at",
  "content_hash",
  "raw",
  "error_message",
] as const;

function buildSql(transcripts: number): string {
  const set = (columns: readonly string[], value: (column: string) => string) =>
    columns.map((column) => `${column} = ${value(column)}`).join(", ");
  return `
WITH input AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(
    recording_id bigint, decision decision, reason text, unchanged boolean, sales_rep_id uuid,
    recorder_email text, recorder_name text, recorder_team text, recorded_at timestamptz, fathom_created_at timestamptz,
    content_hash text, raw jsonb, error_message text, matched_by matched_by, title text, meeting_title text, url text,
    share_url text, started_at timestamptz, ended_at timestamptz, duration_seconds int, scheduled_start_at timestamptz,
    scheduled_end_at timestamptz, is_external boolean, language text, invitees jsonb, summary text, summary_template text,
    action_items jsonb, details_hash text, summary_hash text, action_items_hash text, transcript_hash text)
),
transcript_input (recording_id, lines) AS (${transcriptValues(transcripts)}),
run AS (
  SELECT id FROM sync_runs
  WHERE id = $2 AND lease_token = $3 AND page = $4 AND status = 'running'
  FOR UPDATE
),
ledger AS (
  INSERT INTO recordings AS kept (recording_id, ${LEDGER_COLUMNS.join(", ")}, first_run_id)
  SELECT recording_id, ${LEDGER_COLUMNS.map((column) => `input.${column}`).join(", ")}, run.id
  FROM input, run WHERE unchanged IS NOT TRUE
  ON CONFLICT (recording_id) DO UPDATE SET ${set(LEDGER_COLUMNS, (c) => `excluded.${c}`)}, changed_at = now()
  WHERE (excluded.decision = 'imported' OR kept.decision <> 'imported')
    AND (${LEDGER_COLUMNS.map((c) => `kept.${c}`).join(", ")}) IS DISTINCT FROM (${LEDGER_COLUMNS.map((c) => `excluded.${c}`).join(", ")})
),
call_rows AS (
  INSERT INTO calls AS kept (recording_id, sales_rep_id, matched_by, team, ${CALL_COLUMNS.join(", ")},
    ${CONTENT_COLUMNS.join(", ")}, has_transcript, observed_at, run_id)
  SELECT recording_id, sales_rep_id, matched_by, recorder_team, ${CALL_COLUMNS.join(", ")},
    ${CONTENT_COLUMNS.join(", ")}, transcript_hash IS NOT NULL, $10, run.id
  FROM input, run WHERE decision = 'imported' AND unchanged IS NOT TRUE
  ON CONFLICT (recording_id) DO UPDATE SET
    sales_rep_id = CASE WHEN kept.matched_by = 'manual' THEN kept.sales_rep_id ELSE excluded.sales_rep_id END,
    matched_by = CASE WHEN kept.matched_by = 'manual' THEN kept.matched_by ELSE excluded.matched_by END,
    team = excluded.team, ${set(CALL_COLUMNS, (c) => `excluded.${c}`)},
    ${set(CONTENT_COLUMNS, (c) => `coalesce(excluded.${c}, kept.${c})`)},
    has_transcript = kept.has_transcript OR excluded.has_transcript,
    observed_at = excluded.observed_at, run_id = excluded.run_id, updated_at = now()
  WHERE kept.observed_at <= excluded.observed_at AND (
    kept.details_hash <> excluded.details_hash
    OR (kept.matched_by <> 'manual' AND kept.sales_rep_id <> excluded.sales_rep_id)
    OR kept.summary_hash IS DISTINCT FROM coalesce(excluded.summary_hash, kept.summary_hash)
    OR kept.action_items_hash IS DISTINCT FROM coalesce(excluded.action_items_hash, kept.action_items_hash)
    OR kept.transcript_hash IS DISTINCT FROM coalesce(excluded.transcript_hash, kept.transcript_hash))
  RETURNING recording_id, (xmax = 0) AS inserted
),
transcript_rows AS (
  INSERT INTO transcripts (recording_id, lines)
  SELECT t.recording_id, t.lines FROM transcript_input t JOIN call_rows USING (recording_id)
  ON CONFLICT (recording_id) DO UPDATE SET lines = excluded.lines
),
seen AS (
  INSERT INTO sync_run_recordings (run_id, recording_id, outcome, reason)
  SELECT run.id, i.recording_id,
    CASE WHEN i.decision = 'error' THEN 'error' WHEN c.inserted THEN 'imported'
         WHEN c.recording_id IS NOT NULL THEN 'updated' ELSE 'skipped' END::sighting_outcome,
    CASE WHEN i.decision <> 'imported' THEN i.reason WHEN c.recording_id IS NULL THEN 'unchanged' END
  FROM input i CROSS JOIN run LEFT JOIN call_rows c USING (recording_id)
  ON CONFLICT (run_id, recording_id) DO NOTHING
  RETURNING outcome, reason
),
tally AS (
  SELECT count(*)::int AS processed,
    count(*) FILTER (WHERE outcome = 'imported')::int AS imported,
    count(*) FILTER (WHERE outcome = 'updated')::int AS updated,
    count(*) FILTER (WHERE outcome = 'skipped')::int AS skipped,
    count(*) FILTER (WHERE outcome = 'error')::int AS errors,
    count(*) FILTER (WHERE outcome = 'skipped' AND reason = 'unchanged')::int AS unchanged,
    count(*) FILTER (WHERE outcome = 'skipped' AND reason = 'no_matching_rep')::int AS no_matching_rep,
    count(*) FILTER (WHERE outcome = 'skipped' AND reason = 'rep_archived')::int AS rep_archived,
    count(*) FILTER (WHERE outcome = 'skipped' AND reason = 'other_team')::int AS other_team,
    count(*) FILTER (WHERE outcome = 'skipped' AND reason = 'ambiguous_rep')::int AS ambiguous_rep
  FROM seen
)
UPDATE sync_runs r SET
  page = r.page + 1, cursor = $5, walk_complete = $6, loop_cursor = $7, loop_page = $8, empty_pages = $9,
  heartbeat_at = now(), waiting_until = NULL, failure_code = NULL, failure_detail = NULL,
  processed = r.processed + t.processed, imported = r.imported + t.imported, updated = r.updated + t.updated,
  skipped = r.skipped + t.skipped, errors = r.errors + t.errors,
  skipped_by_reason = jsonb_build_object(
    'unchanged', (r.skipped_by_reason->>'unchanged')::int + t.unchanged,
    'no_matching_rep', (r.skipped_by_reason->>'no_matching_rep')::int + t.no_matching_rep,
    'rep_archived', (r.skipped_by_reason->>'rep_archived')::int + t.rep_archived,
    'other_team', (r.skipped_by_reason->>'other_team')::int + t.other_team,
    'ambiguous_rep', (r.skipped_by_reason->>'ambiguous_rep')::int + t.ambiguous_rep)
FROM run, tally t WHERE r.id = run.id
RETURNING r.page, r.processed, r.imported, r.updated, r.skipped, r.errors, r.skipped_by_reason, r.cancel_requested`;
}

function transcriptValues(count: number): string {
  if (count === 0) return "SELECT NULL::bigint, NULL::json WHERE false";
  const rows = Array.from({ length: count }, (_, index) => {
    const parameter = FIRST_TRANSCRIPT_PARAMETER + index * 2;
    return `($${parameter}::bigint, $${parameter + 1}::json)`;
  });
  return `VALUES ${rows.join(", ")}`;
}
