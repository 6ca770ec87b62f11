import { Prisma, type ReconcilePhase } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { spanAround } from "../../span-around";
import { MARK_GONE, MARK_LISTED } from "../recordings/mark-seen.sql";
import { changeRun, type Lease } from "../runs/run-transitions";
import { type WalkPlan } from "../sync/import-page";
import { accountForMissing } from "./account-for-missing";
import { noteMissing } from "./note-missing";

/** What sync-calls does in a run that reconciles. */
export const reconcilePlan: WalkPlan = { noteMissing, nextWalk };

type Walk = { phase: ReconcilePhase; walkComplete: boolean };

/** A ledger of years is compared in seconds rather than milliseconds. */
const LARGE_LEDGER = { maxWait: 10_000, timeout: 60_000 };

/**
 * Decides what a reconcile does after a complete walk: from the listing follows what is missing and what Fathom no
 * longer shows; then each stretch of days that misses something is walked with content. Doing it twice is the same as once.
 * @returns whether there is another walk to do
 */
export async function nextWalk(deps: Deps, lease: Lease): Promise<boolean> {
  return await deps.db.prisma.$transaction(async (tx) => {
    const [walk] = await tx.$queryRaw<Walk[]>`
      SELECT rec.phase::text AS phase, r.walk_complete AS "walkComplete"
      FROM sync_runs r JOIN reconciliations rec ON rec.run_id = r.id
      WHERE r.id = ${lease.runId}::uuid AND r.lease_token = ${lease.leaseToken}::uuid AND r.status = 'running'
      FOR UPDATE OF r`;
    if (!walk) return false;
    if (!walk.walkComplete) return true;
    if (walk.phase === "listing") await judgeListing(tx, lease.runId);
    else await closeStretch(tx, lease.runId);

    const missing = await tx.$queryRaw<MissingRecording[]>`
      SELECT created_at AS "createdAt", recorder_email AS "recorderEmail" FROM reconcile_missing
      WHERE run_id = ${lease.runId}::uuid AND NOT asked ORDER BY created_at LIMIT 5000`;
    const stretch = chooseStretch(missing);
    if (!stretch) {
      await accountForMissing(tx, lease.runId);
      await settle(tx, lease.runId);
      return false;
    }
    await tx.$executeRaw`
      UPDATE reconciliations SET phase = 'fetching', walk_from = ${stretch.from}, walk_to = ${stretch.to}, recorders = ${stretch.recorders}
      WHERE run_id = ${lease.runId}::uuid`;
    await changeRun(tx, "startNextWalk", lease);
    return true;
  }, LARGE_LEDGER);
}

/**
 * Says what is here and was not listed. Only now, after a listing that went to its end; not at all when it held something
 * without a readable id, which may be the very recording that seems to be gone; and not of what came in meanwhile.
 */
async function judgeListing(tx: Prisma.TransactionClient, runId: string): Promise<void> {
  await tx.$executeRaw`
    WITH run AS (
      SELECT r.id, r.window_from, r.window_to, r.created_at, NOT EXISTS (
        SELECT FROM sync_run_recordings s WHERE s.run_id = r.id AND s.recording_id < 0) AS readable
      FROM sync_runs r WHERE r.id = ${runId}::uuid
    ),
    listed AS (
      SELECT recording_id FROM sync_run_recordings WHERE run_id = ${runId}::uuid
      UNION SELECT recording_id FROM reconcile_missing WHERE run_id = ${runId}::uuid
    ),
    gone AS (
      SELECT l.recording_id FROM recordings l, run
      WHERE run.readable AND l.first_seen_at < run.created_at
        AND l.fathom_created_at > run.window_from + interval '1 second' AND l.fathom_created_at < run.window_to - interval '1 second'
        AND NOT EXISTS (SELECT FROM listed WHERE listed.recording_id = l.recording_id)
    ),
    marked AS (
      ${Prisma.raw(MARK_GONE)}
    ),
    unmarked AS (
      ${Prisma.raw(MARK_LISTED)}
    )
    UPDATE reconciliations rec SET judged = run.readable,
      in_fathom = (SELECT count(*) FROM listed),
      missing = (SELECT count(*) FROM reconcile_missing m WHERE m.run_id = run.id),
      not_seen = (SELECT count(*) FROM gone)
    FROM run WHERE rec.run_id = run.id`;
}

/** The stretch has been walked: what it was for has been asked. What did not come of it is accounted for in the end. */
async function closeStretch(tx: Prisma.TransactionClient, runId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE reconcile_missing m SET asked = true FROM reconciliations rec
    WHERE rec.run_id = ${runId}::uuid AND m.run_id = rec.run_id AND m.created_at BETWEEN rec.walk_from AND rec.walk_to
      AND m.recorder_email = ANY(rec.recorders)`;
}

async function settle(tx: Prisma.TransactionClient, runId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE reconciliations SET phase = 'fetching', walk_from = NULL, walk_to = NULL, recorders = '{}',
      fetched = (SELECT count(*) FROM reconcile_missing m JOIN calls c USING (recording_id) WHERE m.run_id = ${runId}::uuid)
    WHERE run_id = ${runId}::uuid`;
}

/** A recording that has to be fetched. */
export type MissingRecording = { createdAt: Date; recorderEmail: string };

/** A stretch of time, and whose recordings are asked for in it. */
type Stretch = { from: Date; to: Date; recorders: string[] };

/** What lies further apart is fetched in walks of its own, so that the days between are left alone. */
const MAX_GAP_MS = 24 * 3_600_000;
/** Each recorder is a part of the address that is asked for, and addresses have an end. */
const MAX_RECORDERS = 40;

/**
 * The earliest days that hold something missing, and whose it is: what one walk fetches.
 * @returns null when nothing is missing
 */
export function chooseStretch(missing: readonly MissingRecording[]): Stretch | null {
  const sorted = missing.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const first = sorted[0];
  if (!first) return null;
  const recorders = new Set<string>();
  let last = first.createdAt.getTime();
  for (const { createdAt, recorderEmail } of sorted) {
    if (createdAt.getTime() - last > MAX_GAP_MS) break;
    if (recorders.size === MAX_RECORDERS && !recorders.has(recorderEmail)) break;
    recorders.add(recorderEmail);
    last = createdAt.getTime();
  }
  return {
    ...spanAround(first.createdAt, new Date(last)),
    recorders: [...recorders].sort(),
  };
}
