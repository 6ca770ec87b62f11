import { type Deps } from "../../deps";
import { type JobEvent } from "../../job";
import { hashApiKey } from "../settings/hash-api-key";
import { loadSettings } from "../settings/load-settings";
import { resumeEvent } from "./hold-lease";
import { changeRun } from "./run-transitions";
import { clearBlocks } from "../connections/rate-budget";

/** The event that ends the wait of the run in its `runId`. */
export const WAIT_ENDED = "sync/wait-ended";

/**
 * Asks Fathom again now, whatever it said about waiting: a person wants to know, or it has just answered. The run that
 * waits goes on at once.
 * @returns the run that was waiting
 */
export async function endWait(deps: Deps): Promise<string | null> {
  const { apiKey } = await loadSettings(deps);
  if (apiKey !== null) await clearBlocks(deps, hashApiKey(deps, apiKey));
  // Whoever sleeps keeps the lease; what was left for resume-runs is free for the next job run.
  const { syncRun } = deps.db.prisma;
  const waiting = await syncRun.findFirst({
    where: { status: "running", waitingUntil: { not: null } },
    select: { id: true },
  });
  if (!waiting) return null;
  const runId = waiting.id;
  const { longestSleepSeconds } = deps.jobs;
  if (!(await changeRun(deps.db.pool, "endWait", { runId, longestSleepSeconds }))) return null;
  const run = await syncRun.findUnique({ where: { id: runId }, select: { leaseToken: true } });
  await tell(deps, runId, run?.leaseToken ? waitEnded(runId) : resumeEvent(runId));
  return runId;
}

/** For who has stopped a run: a sleeper would hold the next run up, where jobs run one at a time. */
export const wakeSleeper = (deps: Deps, runId: string): Promise<void> => tell(deps, runId, waitEnded(runId));

const waitEnded = (runId: string): JobEvent => ({ name: WAIT_ENDED, data: { runId } });

/** Without word of it the run goes on when its lease has lapsed. */
async function tell(deps: Deps, runId: string, event: JobEvent): Promise<void> {
  try {
    await deps.jobs.send(event);
  } catch (error) {
    deps.log.warn({ runId, err: error }, "the end of a wait could not be told; resume-runs finds the run");
  }
}
