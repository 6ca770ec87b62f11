import { type Prisma } from "@koppeling/db/prisma";

/**
 * Accounts for the recordings that a reconcile found missing, asked for, and did not get: errors of the run and of the
 * ledger, where the retry of errors and the queue of what is skipped find them. Those that did come have their account
 * already. Doing it twice is the same as once. The caller holds the run's row.
 */
export async function accountForMissing(tx: Prisma.TransactionClient, runId: string): Promise<void> {
  const silent = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.recording_id::text AS id FROM reconcile_missing m
    WHERE m.run_id = ${runId}::uuid AND m.asked AND NOT EXISTS (
      SELECT FROM sync_run_recordings s WHERE s.run_id = m.run_id AND s.recording_id = m.recording_id)`;
  if (silent.length === 0) return;
  const ids = silent.map(({ id }) => id);
  // So that nobody makes a call of one between looking for it and writing that there is none.
  await tx.$queryRaw`
    SELECT l.recording_id::text FROM recordings l WHERE l.recording_id = ANY(${ids}::bigint[])
    ORDER BY l.recording_id FOR UPDATE`;
  await noteInLedger(tx, runId, ids);
  // A statement of its own: it sees the calls that were waited for.
  await noteInRun(tx, runId, ids);
}

/**
 * `hollow`: the ledger says imported, and there is no call. What says so beside those has come in meanwhile. The moment
 * that was asked around stands in for the one of creation, so that the retry of errors has one to ask around.
 */
async function noteInLedger(
  tx: Prisma.TransactionClient,
  runId: string,
  ids: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    WITH lost AS (
      SELECT m.recording_id, nullif(m.recorder_email, '') AS recorder_email, m.created_at,
        EXISTS (SELECT FROM recordings l WHERE l.recording_id = m.recording_id AND l.decision = 'imported') AS hollow
      FROM reconcile_missing m
      WHERE m.run_id = ${runId}::uuid AND m.recording_id = ANY(${ids}::bigint[])
        AND NOT EXISTS (SELECT FROM calls c WHERE c.recording_id = m.recording_id)
    )
    INSERT INTO recordings AS kept (recording_id, decision, reason, recorder_email, fathom_created_at, first_run_id)
    SELECT recording_id, 'error', 'not_fetched', recorder_email, created_at, ${runId}::uuid FROM lost ORDER BY recording_id
    ON CONFLICT (recording_id) DO UPDATE SET decision = 'error', reason = 'not_fetched', raw = NULL, error_message = NULL,
      recorder_email = coalesce(excluded.recorder_email, kept.recorder_email),
      fathom_created_at = coalesce(kept.fathom_created_at, excluded.fathom_created_at), changed_at = now()
    WHERE (kept.decision <> 'imported' OR kept.recording_id IN (SELECT recording_id FROM lost WHERE hollow))
      AND (kept.decision <> 'error' OR kept.reason IS DISTINCT FROM 'not_fetched')`;
}

/** What came in by another way has nothing left for this run to do. */
async function noteInRun(tx: Prisma.TransactionClient, runId: string, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    WITH seen AS (
      INSERT INTO sync_run_recordings (run_id, recording_id, outcome, reason)
      SELECT ${runId}::uuid, m.id, CASE WHEN c.id IS NULL THEN 'error' ELSE 'skipped' END::sighting_outcome,
        CASE WHEN c.id IS NULL THEN 'not_fetched' ELSE 'unchanged' END
      FROM unnest(${ids}::bigint[]) AS m(id) LEFT JOIN calls c ON c.recording_id = m.id
      RETURNING outcome
    ),
    tally AS (
      SELECT count(*)::int AS processed, count(*) FILTER (WHERE outcome = 'skipped')::int AS skipped,
        count(*) FILTER (WHERE outcome = 'error')::int AS errors
      FROM seen
    )
    UPDATE sync_runs r SET processed = r.processed + t.processed, skipped = r.skipped + t.skipped, errors = r.errors + t.errors,
      skipped_by_reason = jsonb_set(r.skipped_by_reason, '{unchanged}', to_jsonb((r.skipped_by_reason->>'unchanged')::int + t.skipped))
    FROM tally t WHERE r.id = ${runId}::uuid`;
}
