import { type Prisma } from "@koppeling/db/prisma";

/**
 * Puts recordings into the ledger as errors that a reconcile found missing and Fathom did not show again.
 * `hollow`: the ledger says imported, and there is no call. What says so beside those has come in meanwhile. The moment
 * that was asked around stands in for the one of creation, so that the retry of errors has one to ask around.
 */
export async function noteNotFetched(
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
