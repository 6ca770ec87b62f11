import { SYSTEM } from "../../context";
import { type Deps } from "../../deps";
import { GiveUp, RetryAfter } from "../../job";
import { takeLease } from "./hold-lease";
import { replayRun } from "./replay-run";
import { isActive } from "./run-result";
import { type Lease } from "./run-transitions";
import { type SyncRunStatus } from "@koppeling/db/prisma";

/** What an event of a run asks for. */
export type RunEvent = {
  runId: string;
  /** From whoever looks after runs that were left: only go on with it. */
  resumes: boolean;
  /** Somebody called the function at the engine for this run. */
  byHand: boolean;
};

export type OpenedRun =
  | { state: "taken"; lease: Lease }
  /** Another works on it. */
  | { state: "busy" }
  | { state: "ended" };

/** How long a rerun waits for the run that is under way, each time. */
const TURN_SECONDS = 60;

/**
 * Takes up the run that an event is about. For one that has ended a rerun at the engine opens a new run over the same
 * window; what only resumes, and the engine's first run with the event of the request, leave it alone.
 * @throws GiveUp when there is no such run, RetryAfter when a replay has to wait for another run
 */
export async function openRun(deps: Deps, event: RunEvent, jobRun: string | null): Promise<OpenedRun> {
  const { runId } = event;
  const { isRerun, status } = await notePickup(deps, event, jobRun);
  if (isActive(status)) {
    const lease = await takeLease(deps, runId, jobRun);
    return lease ? { state: "taken", lease } : { state: "busy" };
  }
  return isRerun && jobRun !== null ? await openReplay(deps, runId, jobRun) : { state: "ended" };
}

/**
 * For a job run that finds that its lease is gone: a rerun from a step has the lease of the run that it repeats.
 * @throws RetryAfter when a replay has to wait for another run
 */
export async function reopenRun(deps: Deps, event: RunEvent, jobRun: string | null): Promise<OpenedRun> {
  const { isRerun, status } = await notePickup(deps, event, jobRun);
  if (isActive(status)) return { state: "busy" };
  return isRerun && jobRun !== null ? await openReplay(deps, event.runId, jobRun) : { state: "ended" };
}

/**
 * A rerun has the event of the request, and is not the engine's run that had it first: that one is noted with the run,
 * whatever has become of it, so that a run that was stopped before the engine came to it is not replayed.
 */
async function notePickup(
  deps: Deps,
  event: RunEvent,
  jobRun: string | null,
): Promise<{ isRerun: boolean; status: SyncRunStatus }> {
  const isOfRequest = !event.resumes && !event.byHand;
  const { rows } = await deps.db.pool.query<{ first: string | null; status: SyncRunStatus }>(
    `UPDATE sync_runs SET first_job_run = coalesce(first_job_run, $2)
     WHERE id = $1 RETURNING first_job_run AS first, status`,
    [event.runId, isOfRequest ? jobRun : null],
  );
  const [run] = rows;
  if (!run) throw new GiveUp(`There is no sync run ${event.runId} here.`);
  return { isRerun: event.byHand || (isOfRequest && run.first !== jobRun), status: run.status };
}

/** Doing it again with the same engine's run opens the same replay. */
async function openReplay(deps: Deps, runId: string, jobRun: string): Promise<OpenedRun> {
  const begun = await deps.db.prisma.syncRun.findFirst({
    where: { replayOf: runId, replayedByJobRun: jobRun },
    select: { id: true },
  });
  const replay = begun ? null : await replayRun(deps, runId, { actor: SYSTEM, jobRun });
  if (replay?.alreadyRunning)
    throw new RetryAfter(`The sync run ${replay.runId} is under way; this one waits for it.`, TURN_SECONDS);
  const lease = await takeLease(deps, begun?.id ?? replay?.runId ?? "", jobRun);
  return lease ? { state: "taken", lease } : { state: "busy" };
}
