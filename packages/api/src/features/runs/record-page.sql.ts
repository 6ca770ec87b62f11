import { SKIP_REASONS, type SkippedByReason } from "../../reasons";
import { type Lease } from "./run-transitions";

/** Where a walk over Fathom's pages stands (see import-page.ts). */
export type WalkState = {
  cursor: string | null;
  complete: boolean;
  loopCursor: string | null;
  loopPage: number;
  emptyPages: number;
};

/** The page of a run that recordings came with. */
export type PagePosition = Lease & {
  /** The pages stored before this one: a page that is stored already is not stored again. */
  page: number;
  /** Where the walk goes on after this page. */
  next: WalkState;
  /** When Fathom showed the recordings. */
  observedAt: Date;
};

export type RunCounters = {
  page: number;
  processed: number;
  imported: number;
  updated: number;
  skipped: number;
  errors: number;
  skippedByReason: SkippedByReason;
  cancelRequested: boolean;
};

export const LEASED_RUN = `
  SELECT id FROM sync_runs
  WHERE id = $2 AND lease_token = $3 AND page = $4 AND status = 'running'
  FOR UPDATE`;

const OUTCOMES = ["imported", "updated", "skipped", "errors"] as const;
const isOutcome = (outcome: (typeof OUTCOMES)[number]) =>
  `outcome = '${outcome === "errors" ? "error" : outcome}'`;

/** Adds to a run's figures those of `items`, which are its new run items. */
const ADDED_FIGURES = [
  "processed = r.processed + t.processed",
  ...OUTCOMES.map((outcome) => `${outcome} = r.${outcome} + t.${outcome}`),
  `skipped_by_reason = jsonb_build_object(${SKIP_REASONS.map(
    (reason) => `'${reason}', (r.skipped_by_reason->>'${reason}')::int + t.${reason}`,
  ).join(", ")})`,
].join(",\n  ");

const TALLY = `tally AS (
  SELECT count(*)::int AS processed,
    ${OUTCOMES.map((outcome) => `count(*) FILTER (WHERE ${isOutcome(outcome)})::int AS ${outcome}`).join(", ")},
    ${SKIP_REASONS.map((reason) => `count(*) FILTER (WHERE outcome = 'skipped' AND reason = '${reason}')::int AS ${reason}`).join(",\n    ")}
  FROM items
)`;

/**
 * The end of the statement that stores a page (store-recordings.sql.ts): from `outcomes` and `run` the run's items, one
 * for each recording, its figures, and where its walk goes on.
 */
export const RECORD_PAGE = `, items AS (
  INSERT INTO sync_run_recordings (run_id, recording_id, outcome, reason)
  SELECT run.id, o.recording_id, o.outcome, o.reason FROM outcomes o CROSS JOIN run
  ON CONFLICT (run_id, recording_id) DO NOTHING
  RETURNING outcome, reason
),
${TALLY}
UPDATE sync_runs r SET
  page = r.page + 1, cursor = $5, walk_complete = $6, loop_cursor = $7, loop_page = $8, empty_pages = $9,
  heartbeat_at = now(), waiting_until = NULL, failure_code = NULL, failure_detail = NULL,
  ${ADDED_FIGURES}
FROM run, tally t WHERE r.id = run.id
RETURNING r.page, r.processed, r.imported, r.updated, r.skipped, r.errors, r.skipped_by_reason, r.cancel_requested`;

/**
 * Adds run items for recordings that a run asked for and was not shown: $1 the run, $2 their ids. One that has become a
 * call by another way counts as unchanged.
 */
export const RECORD_NOT_FETCHED = `
WITH items AS (
  INSERT INTO sync_run_recordings (run_id, recording_id, outcome, reason)
  SELECT $1::uuid, m.id, CASE WHEN c.id IS NULL THEN 'error' ELSE 'skipped' END::sighting_outcome,
    CASE WHEN c.id IS NULL THEN 'not_fetched' ELSE 'unchanged' END
  FROM unnest($2::bigint[]) AS m(id) LEFT JOIN calls c ON c.recording_id = m.id
  RETURNING outcome, reason
),
${TALLY}
UPDATE sync_runs r SET ${ADDED_FIGURES} FROM tally t WHERE r.id = $1::uuid`;
