import { type Prisma } from "@koppeling/db/prisma";
import { noteNotFetched } from "../recordings/note-not-fetched";
import { RECORD_NOT_FETCHED } from "../runs/record-page.sql";

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
  await noteNotFetched(tx, runId, ids);
  // A statement of its own: it sees the calls that were waited for.
  await tx.$executeRawUnsafe(RECORD_NOT_FETCHED, runId, ids);
}
