import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type SyncRunStatus } from "@koppeling/db/prisma";
import { wakeSleeper } from "./end-wait";
import { changeRun, type Lease } from "./run-transitions";

/** Ends a run between two pages because somebody asked for it; what was stored stays. */
export async function endCancelledRun(deps: Deps, lease: Lease): Promise<void> {
  await changeRun(deps.db.pool, "cancel", lease);
}

/**
 * Ends a run that cannot go on.
 * @param reason default the one that the last attempt noted
 * @returns whether the run was still this lease's to end
 */
export async function failRun(
  deps: Deps,
  lease: Lease,
  reason?: { code: string; detail: string },
): Promise<boolean> {
  return await changeRun(deps.db.pool, "fail", { ...lease, ...reason });
}

/** The same for whoever does not hold the run: it ends only when nobody works on it. */
export async function failUnheldRun(
  deps: Deps,
  runId: string,
  reason?: { code: string; detail: string },
): Promise<void> {
  const { leaseSeconds } = deps.config;
  await changeRun(deps.db.pool, "failUnheld", { runId, leaseSeconds, ...reason });
}

/**
 * Stops a run at its next page; at once when nobody works on it. What was stored stays.
 * @returns the run's status afterwards
 * @throws AppError `not_found`
 */
export async function cancelRun(
  deps: Deps,
  runId: string,
): Promise<{ runId: string; status: SyncRunStatus }> {
  const { pool, prisma } = deps.db;
  const { leaseSeconds } = deps.config;
  const cancelIdle = () => changeRun(pool, "cancelIdle", { runId, leaseSeconds });
  let isStopped = await cancelIdle();
  if (!isStopped) {
    isStopped = await changeRun(pool, "askToCancel", { runId });
    // A run that began to wait between the two has not seen the request, and is idle now.
    await cancelIdle();
  }
  if (isStopped) await wakeSleeper(deps, runId);
  const run = await prisma.syncRun.findUnique({ where: { id: runId }, select: { status: true } });
  if (!run) throw new AppError("not_found");
  return { runId, status: run.status };
}
