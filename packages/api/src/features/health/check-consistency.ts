import { type Deps } from "../../deps";

/** Promises of the accounts, each with the statement that finds what breaks it. */
export const CONSISTENCY_CHECKS = [
  "run_sum",
  "run_reasons",
  "run_sightings",
  "imported_without_call",
  "call_not_imported",
  "reason_missing",
  "call_of_another_rep",
  "transcript_lost",
  "transcript_unannounced",
] as const;

export type ConsistencyFault = {
  check: (typeof CONSISTENCY_CHECKS)[number];
  /** A run's id, or a recording's. */
  subject: string;
  detail: string;
};

const MAX_FAULTS = 200;

/**
 * Looks for what breaks the promise that every recording is accounted for once: a run's figures against their sum and
 * against its own list, the ledger against the calls, calls against their transcripts. An empty answer is the proof.
 * @param options.since only runs that ended after it, where looking at all of them would cost too much
 */
export async function checkConsistency(
  deps: Deps,
  options: { since?: Date } = {},
): Promise<ConsistencyFault[]> {
  const { rows } = await deps.db.pool.query<ConsistencyFault>(
    `WITH ended AS (
       SELECT * FROM sync_runs WHERE finished_at IS NOT NULL AND ($1::timestamptz IS NULL OR finished_at >= $1)
     ),
     listed AS (
       SELECT s.run_id, count(*) AS processed,
         count(*) FILTER (WHERE outcome = 'imported') AS imported, count(*) FILTER (WHERE outcome = 'updated') AS updated,
         count(*) FILTER (WHERE outcome = 'skipped') AS skipped, count(*) FILTER (WHERE outcome = 'error') AS errors
       FROM sync_run_recordings s JOIN ended ON ended.id = s.run_id GROUP BY s.run_id
     )
     SELECT 'run_sum' AS "check", id::text AS subject,
       format('%s processed is not %s + %s + %s + %s', processed, imported, updated, skipped, errors) AS detail
     FROM ended WHERE processed <> imported + updated + skipped + errors
     UNION ALL
     SELECT 'run_reasons', id::text, format('%s skipped, and reasons for %s', skipped, reasons.total)
     FROM ended, LATERAL (SELECT coalesce(sum(value::int), 0) AS total FROM jsonb_each_text(skipped_by_reason)) reasons
     WHERE skipped <> reasons.total
     UNION ALL
     SELECT 'run_sightings', r.id::text, format('%s processed, and %s in its list', r.processed, coalesce(l.processed, 0))
     FROM ended r LEFT JOIN listed l ON l.run_id = r.id
     WHERE (r.processed, r.imported, r.updated, r.skipped, r.errors) IS DISTINCT FROM
       (coalesce(l.processed, 0), coalesce(l.imported, 0), coalesce(l.updated, 0), coalesce(l.skipped, 0), coalesce(l.errors, 0))
     UNION ALL
     SELECT 'imported_without_call', l.recording_id::text, 'the ledger says imported, and there is no call'
     FROM recordings l LEFT JOIN calls c USING (recording_id) WHERE l.decision = 'imported' AND c.id IS NULL
     UNION ALL
     SELECT 'call_not_imported', l.recording_id::text, format('there is a call, and the ledger says %s', l.decision)
     FROM recordings l JOIN calls c USING (recording_id) WHERE l.decision <> 'imported'
     UNION ALL
     SELECT 'reason_missing', recording_id::text, format('%s without a reason', decision)
     FROM recordings WHERE decision <> 'imported' AND reason IS NULL
     UNION ALL
     SELECT 'call_of_another_rep', l.recording_id::text, 'the ledger and the call name different sales reps'
     FROM recordings l JOIN calls c USING (recording_id)
     WHERE c.matched_by <> 'manual' AND l.decision = 'imported' AND l.sales_rep_id IS DISTINCT FROM c.sales_rep_id
     UNION ALL
     SELECT 'transcript_lost', c.recording_id::text, 'the call says that it has a transcript, and there is none'
     FROM calls c LEFT JOIN transcripts t USING (recording_id) WHERE c.has_transcript AND t.recording_id IS NULL
     UNION ALL
     SELECT 'transcript_unannounced', c.recording_id::text, 'there is a transcript that the call does not know of'
     FROM calls c JOIN transcripts t USING (recording_id) WHERE NOT c.has_transcript
     LIMIT ${MAX_FAULTS}`,
    [options.since ?? null],
  );
  return rows;
}

/** The sum rule per sales rep: what the ledger holds of each, by what became of it. `calls` includes those chosen by hand. */
export type RepAccount = {
  salesRepId: string;
  recordings: number;
  imported: number;
  skipped: number;
  calls: number;
};

/** @returns an account of each rep of whom there is anything; `recordings = imported + skipped` holds by construction. */
export async function loadRepAccounts(deps: Deps): Promise<RepAccount[]> {
  const { rows } = await deps.db.pool.query<RepAccount>(
    `SELECT r.id AS "salesRepId", coalesce(l.recordings, 0) AS recordings, coalesce(l.imported, 0) AS imported,
       coalesce(l.skipped, 0) AS skipped, coalesce(c.calls, 0) AS calls
     FROM sales_reps r
     LEFT JOIN (
       SELECT sales_rep_id, count(*)::int AS recordings, count(*) FILTER (WHERE decision = 'imported')::int AS imported,
         count(*) FILTER (WHERE decision = 'skipped')::int AS skipped
       FROM recordings WHERE decision <> 'error' GROUP BY sales_rep_id
     ) l ON l.sales_rep_id = r.id
     LEFT JOIN (SELECT sales_rep_id, count(*)::int AS calls FROM calls GROUP BY sales_rep_id) c ON c.sales_rep_id = r.id
     WHERE l.recordings > 0 OR c.calls > 0 ORDER BY lower(r.name), r.id`,
  );
  return rows;
}
