import { LEASED_RUN, RECORD_PAGE } from "../runs/record-page.sql";

/** With a run: its items, counters and cursor go along. Alone: a webhook's recording, or one that was asked for again. */
type Target = "page" | "alone";

/** Where the two statements have their parameters; `$1` is the rows in both. */
const PARAMETERS = {
  page: { observedAt: "$10::timestamptz", transcriptIds: "$11", transcripts: "$12" },
  alone: { observedAt: "$2::timestamptz", transcriptIds: "$3", transcripts: "$4" },
} as const;

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

/** Each part of the content, by the hash that says whether it is there. */
const CONTENT_PARTS = {
  summary_hash: ["summary", "summary_template", "summary_hash"],
  action_items_hash: ["action_items", "action_items_hash"],
  transcript_hash: ["transcript_hash"],
} as const;
const CONTENT_HASHES = Object.keys(CONTENT_PARTS) as (keyof typeof CONTENT_PARTS)[];
const CONTENT_COLUMNS = Object.values(CONTENT_PARTS).flat();

/** Of two versions that Fathom showed at the same instant the hash decides, so that their order of arrival does not. */
const IS_NEWER = "(kept.observed_at, kept.details_hash) <= (excluded.observed_at, excluded.details_hash)";

/** The details replace what is stored when they are newer. Invitees are content too: once removed, they stay away. */
function detailAfter(column: string): string {
  const isKept = column === "invitees" ? `kept.transcript_pruned_at IS NULL AND ${IS_NEWER}` : IS_NEWER;
  return `CASE WHEN ${isKept} THEN excluded.${column} ELSE kept.${column} END`;
}

/**
 * When a part of the content replaces what is stored: it is there, and newer or the first. The lines of a transcript
 * travel only when the stored ones were others a moment ago, and without them its hash may not change either. What was
 * removed for its age (prune-content.job.ts) stays away.
 */
function replaces(hash: (typeof CONTENT_HASHES)[number]): string {
  const lines =
    hash === "transcript_hash"
      ? " AND excluded.recording_id IN (SELECT t.recording_id FROM transcript_input t)"
      : "";
  return `(excluded.${hash} IS NOT NULL AND kept.transcript_pruned_at IS NULL AND (kept.${hash} IS NULL OR ${IS_NEWER})${lines})`;
}

/** The first wait of the queue for content (see refresh-content.job.ts), and what of a call that is long over. */
const FIRST_CONTENT_DELAY = "interval '2 minutes'";
const OLD_CALL_ATTEMPTS = 7;
const OLD_CALL = "interval '48 hours'";

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

/**
 * Where a call has what the ledger has too. The ledger takes it from the call as it was stored, not from what came in:
 * an older version that only filled a gap may not say otherwise there, and whose a call is, is no matter of a version.
 */
const LEDGER_IN_CALLS = {
  sales_rep_id: "kept.sales_rep_id",
  recorder_email: "kept.recorder_email",
  recorder_name: "kept.recorder_name",
  recorder_team: "kept.team",
  recorded_at: "kept.started_at",
  fathom_created_at: "kept.fathom_created_at",
  content_hash: "kept.details_hash",
} as const;
const IN_BOTH = Object.keys(LEDGER_IN_CALLS) as (keyof typeof LEDGER_IN_CALLS)[];
const LEDGER_OF_CALL: Partial<Record<(typeof LEDGER_COLUMNS)[number], string>> = {
  decision: "'imported'::decision",
  reason: "NULL",
  raw: "NULL",
  error_message: "NULL",
};

/**
 * The ledger's row of a call whose newest version was not stored as a call keeps its decision. It says whether that version
 * was a fault, why, and what Fathom sent; a version that can be read, changed or not, removes that again.
 */
const IS_CALL_STILL =
  "(kept.decision = 'imported' AND (excluded.decision <> 'imported' OR excluded.content_hash IS NULL))";
/** A version that cannot be read may hold no date either: without the one that was known it could not be asked for again. */
const dateAfter = (column: "recorded_at" | "fathom_created_at") =>
  `CASE WHEN ${IS_CALL_STILL} THEN kept.${column} WHEN excluded.decision = 'error' THEN coalesce(excluded.${column}, kept.${column}) ELSE excluded.${column} END`;
const LEDGER_AFTER: Partial<Record<(typeof LEDGER_COLUMNS)[number], string>> = {
  recorded_at: dateAfter("recorded_at"),
  fathom_created_at: dateAfter("fathom_created_at"),
  reason: `CASE WHEN ${IS_CALL_STILL} AND excluded.decision <> 'error' THEN NULL ELSE excluded.reason END`,
  raw: "excluded.raw",
  error_message: "excluded.error_message",
};
const ledgerAfter = (column: (typeof LEDGER_COLUMNS)[number]) =>
  LEDGER_AFTER[column] ?? `CASE WHEN ${IS_CALL_STILL} THEN kept.${column} ELSE excluded.${column} END`;

/** A row that says only that a call can be read again has no decision to write where the call was undone meanwhile. */
const IS_WORTH_WRITING =
  "(kept.decision = 'imported' OR excluded.decision <> 'imported' OR excluded.content_hash IS NOT NULL)";

/** With a first fault of what could be read before, the attempts begin anew. */
const IS_FIRST_FAULT =
  "(excluded.decision = 'error' AND (kept.decision = 'skipped' OR kept.decision = 'imported' AND kept.reason IS NULL))";

function buildSql(target: Target): string {
  const { observedAt, transcriptIds, transcripts } = PARAMETERS[target];
  const set = (columns: readonly string[], value: (column: string) => string) =>
    columns.map((column) => `${column} = ${value(column)}`).join(", ");
  return `
WITH input AS MATERIALIZED (
  SELECT * FROM json_to_recordset($1::json) AS r(
    recording_id bigint, decision decision, reason text, unchanged boolean, readable_again boolean, sales_rep_id uuid,
    recorder_email text, recorder_name text, recorder_team text, recorded_at timestamptz, fathom_created_at timestamptz,
    content_hash text, raw jsonb, error_message text, matched_by matched_by, matched_email text, ruled_out boolean, title text, meeting_title text, url text,
    share_url text, started_at timestamptz, ended_at timestamptz, duration_seconds int, scheduled_start_at timestamptz,
    scheduled_end_at timestamptz, is_external boolean, language text, invitees jsonb, summary text, summary_template text,
    action_items jsonb, details_hash text, summary_hash text, action_items_hash text, transcript_hash text)
),
transcript_input (recording_id, lines) AS (
  SELECT t.recording_id, t.lines::json
  FROM unnest(${transcriptIds}::bigint[], string_to_array(${transcripts}::text, E'\\n')) AS t(recording_id, lines)
),
run AS (${target === "page" ? LEASED_RUN : "SELECT NULL::uuid AS id"}),
ruled_out_calls AS MATERIALIZED (${RULED_OUT_CALLS}),
call_rows AS (
  INSERT INTO calls AS kept (recording_id, sales_rep_id, matched_by, matched_email, team, ${CALL_COLUMNS.join(", ")},
    ${CONTENT_COLUMNS.join(", ")}, has_transcript, observed_at, run_id)
  SELECT recording_id, sales_rep_id, matched_by, matched_email, recorder_team, ${CALL_COLUMNS.join(", ")},
    ${CONTENT_COLUMNS.join(", ")}, transcript_hash IS NOT NULL, ${observedAt}, run.id
  FROM input, run WHERE decision = 'imported' AND unchanged IS NOT TRUE AND NOT ${IS_GONE}
  ON CONFLICT (recording_id) DO UPDATE SET
    ${set(["team", ...CALL_COLUMNS], detailAfter)},
    ${CONTENT_HASHES.map((hash) => set(CONTENT_PARTS[hash], (c) => `CASE WHEN ${replaces(hash)} THEN excluded.${c} ELSE kept.${c} END`)).join(", ")},
    has_transcript = kept.has_transcript OR ${replaces("transcript_hash")},
    observed_at = greatest(kept.observed_at, excluded.observed_at),
    run_id = coalesce(excluded.run_id, kept.run_id), updated_at = now()
  WHERE (${IS_NEWER} AND kept.details_hash <> excluded.details_hash)
    ${CONTENT_HASHES.map((hash) => `OR (${replaces(hash)} AND kept.${hash} IS DISTINCT FROM excluded.${hash})`).join("\n    ")}
  RETURNING recording_id, (xmax = 0) AS inserted, transcript_hash, coalesce(ended_at, started_at) AS ended_at,
    transcript_hash IS NOT NULL AND summary_hash IS NOT NULL AS complete,
    ${IN_BOTH.map((column) => `${LEDGER_IN_CALLS[column]} AS ${column}`).join(", ")}
),
decided AS (
  SELECT recording_id, ${LEDGER_COLUMNS.map((column) => `input.${column}`).join(", ")} FROM input WHERE decision <> 'imported' OR readable_again
  UNION ALL
  SELECT recording_id, ${LEDGER_COLUMNS.map((column) => LEDGER_OF_CALL[column] ?? `call_rows.${column}`).join(", ")} FROM call_rows
),
ledger AS (
  INSERT INTO recordings AS kept (recording_id, ${LEDGER_COLUMNS.join(", ")}, first_run_id)
  SELECT recording_id, ${LEDGER_COLUMNS.map((column) => `decided.${column}`).join(", ")}, run.id
  FROM decided, run ORDER BY recording_id
  ON CONFLICT (recording_id) DO UPDATE SET ${LEDGER_COLUMNS.map((c) => `${c} = ${ledgerAfter(c)}`).join(", ")}, changed_at = now(),
    attempts = CASE WHEN ${IS_FIRST_FAULT} THEN 0 ELSE kept.attempts END,
    next_attempt_at = CASE WHEN ${IS_FIRST_FAULT} THEN NULL ELSE kept.next_attempt_at END
  WHERE ${IS_WORTH_WRITING}
    AND (${LEDGER_COLUMNS.map((c) => `kept.${c}`).join(", ")}) IS DISTINCT FROM (${LEDGER_COLUMNS.map(ledgerAfter).join(", ")})
),
transcript_rows AS (
  INSERT INTO transcripts (recording_id, lines)
  SELECT t.recording_id, t.lines FROM transcript_input t
  JOIN call_rows c USING (recording_id) JOIN input i USING (recording_id)
  WHERE c.transcript_hash = i.transcript_hash
  ON CONFLICT (recording_id) DO UPDATE SET lines = excluded.lines
),
content AS (
  INSERT INTO call_content AS kept (recording_id, state, attempts, next_at)
  SELECT recording_id, CASE WHEN complete THEN 'complete' ELSE 'awaited' END::content_state,
    CASE WHEN ended_at < ${observedAt} - ${OLD_CALL} THEN ${OLD_CALL_ATTEMPTS} ELSE 0 END,
    CASE WHEN NOT complete THEN ${observedAt} + ${FIRST_CONTENT_DELAY} END
  FROM call_rows WHERE NOT (complete AND inserted)
  ON CONFLICT (recording_id) DO UPDATE SET state = 'complete', next_at = NULL
  WHERE excluded.state = 'complete' AND kept.state <> 'complete'
),
outcomes AS (
  SELECT i.recording_id,
    CASE WHEN i.decision = 'error' THEN 'error' WHEN c.inserted THEN 'imported'
         WHEN c.recording_id IS NOT NULL THEN 'updated' ELSE 'skipped' END::sighting_outcome AS outcome,
    CASE WHEN i.decision <> 'imported' THEN i.reason WHEN ${IS_GONE} THEN 'no_matching_rep' WHEN c.recording_id IS NULL THEN 'unchanged' END AS reason
  FROM input i LEFT JOIN call_rows c USING (recording_id)
)
${target === "page" ? RECORD_PAGE : "SELECT recording_id::text, outcome::text, reason FROM outcomes"}`;
}

/**
 * Calls of this page that the rules would skip now: they stay calls and take what is new. Locking waits for an undo that
 * is removing one, which then does not come back. The run is locked before the calls, as everywhere.
 */
const RULED_OUT_CALLS = `
  SELECT c.recording_id FROM input i CROSS JOIN LATERAL (
    SELECT recording_id FROM calls WHERE recording_id = i.recording_id AND (SELECT true FROM run) LIMIT 1 FOR NO KEY UPDATE
  ) c WHERE i.ruled_out`;
const IS_GONE = "(ruled_out IS TRUE AND recording_id NOT IN (SELECT k.recording_id FROM ruled_out_calls k))";

/**
 * The statement that stores one page. Transcripts travel beside the rows, as lines of JSON (which has no line break of
 * its own): as text inside the JSON of `$1` they would be escaped here and parsed twice there, and as a parameter each
 * they would make another statement of every number of them; both cost more than storing them.
 *
 * $1 rows (json) · $2 run · $3 lease token · $4 page · $5 next cursor · $6 walk complete · $7 loop cursor ·
 * $8 loop page · $9 empty pages · $10 observed at · $11 recording ids of the transcripts · $12 their lines of JSON.
 */
export const STORE_PAGE = { name: "store-page", text: buildSql("page") };

/** The same without a run: $1 rows (json) · $2 observed at · $3 recording ids of the transcripts · $4 their lines of JSON. */
export const STORE_ALONE = { name: "store-alone", text: buildSql("alone") };
