import { randomUUID } from "node:crypto";
import { type Prisma } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { type JobEvent } from "../../job";
import { changeRun, type Lease } from "./run-transitions";

/** The event that has a run worked on. */
export const SYNC_REQUESTED = "sync/requested";

/**
 * Takes the lease of a run.
 * @param jobRun the engine's run that takes it
 * @returns null when the run has ended, or while another holds a fresh lease; once that lapses, resume-runs asks again
 */
export async function takeLease(
  deps: Deps,
  runId: string,
  jobRun: string | null = null,
): Promise<Lease | null> {
  const lease = { runId, leaseToken: randomUUID() };
  const { leaseSeconds, leaseHolder } = deps.config;
  const values = { ...lease, leaseSeconds, leaseHolder, jobRun };
  return (await changeRun(deps.db.pool, "take", values)) ? lease : null;
}

/** Keeps the lease alive while `work` takes its time: a slow answer is no reason for another to take the run over. */
export async function holdLease<T>(deps: Deps, lease: Lease, work: () => Promise<T>): Promise<T> {
  const beat = setInterval(
    () => {
      changeRun(deps.db.pool, "beat", lease).catch((error: unknown) =>
        deps.log.warn({ runId: lease.runId, err: error }, "the run's heartbeat could not be written"),
      );
    },
    (deps.config.leaseSeconds * 1000) / 3,
  );
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** Gives a run back between two pages, so that the next process need not wait for the lease to lapse. */
export async function releaseLease(deps: Deps, lease: Lease): Promise<void> {
  await changeRun(deps.db.pool, "release", lease);
}

/** For a process that is about to end: gives a run back, and has the engine go on with it wherever there is another. */
export async function handBack(deps: Deps, lease: Lease): Promise<void> {
  await releaseLease(deps, lease);
  await sendResume(deps, lease.runId);
}

/**
 * For a process that starts: what an earlier instance of it held is nobody's, and all runs that nobody works on go on
 * at once. Who sleeps at an engine of its own still sleeps.
 * @returns ids of the runs that were sent
 */
export async function resumeLeftRuns(deps: Deps): Promise<string[]> {
  const { leaseHolder } = deps.config;
  const { rows } = await deps.db.pool.query<{ id: string }>(
    `SELECT id FROM sync_runs WHERE status = 'running' AND lease_token IS NOT NULL AND lease_holder = $1
       AND ($2 OR waiting_until IS NULL OR waiting_until < now())`,
    [leaseHolder, deps.jobs.kind === "embedded"],
  );
  for (const { id } of rows) await changeRun(deps.db.pool, "reclaim", { runId: id, leaseHolder });
  const stale = await findStaleRuns(deps);
  for (const runId of stale) await sendResume(deps, runId);
  return stale;
}

async function sendResume(deps: Deps, runId: string): Promise<void> {
  try {
    await deps.jobs.send(resumeEvent(runId));
  } catch (error) {
    deps.log.warn({ runId, err: error }, "the run could not be sent now; resume-runs will");
  }
}

/**
 * Has a run go on from its row. No event id: an engine that drops copies of an event for a day would drop the second
 * rescue. What only resumes says so, since the same event without it would replay a run that has ended meanwhile.
 */
export const resumeEvent = (runId: string): JobEvent => ({
  name: SYNC_REQUESTED,
  data: { runId, resume: true },
});

/** @returns ids of runs that nobody has started, or kept alive, for longer than a lease lasts. */
export async function findStaleRuns(deps: Deps): Promise<string[]> {
  const { rows } = await deps.db.pool.query<{ id: string }>(
    `SELECT id FROM sync_runs WHERE status IN ('queued', 'running')
       AND (status = 'running' AND lease_token IS NULL
         OR greatest(created_at, heartbeat_at, waiting_until) < now() - make_interval(secs => $1))`,
    [deps.config.leaseSeconds],
  );
  return rows.map((row) => row.id);
}

/**
 * Takes the lease from whoever works on the active run: the page in hand is not stored, and resume-runs has the run go
 * on from there by the rules of then. Part of the transaction that changes the rules, and its first statement, since the
 * writer too locks the run before the calls.
 */
export async function interruptRuns(tx: Prisma.TransactionClient): Promise<void> {
  const running = await tx.syncRun.findMany({ where: { status: "running" }, select: { id: true } });
  for (const { id } of running) await changeRun(tx, "interrupt", { runId: id });
}
