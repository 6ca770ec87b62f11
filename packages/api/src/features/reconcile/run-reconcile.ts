import { type Deps } from "../../deps";
import { isActive, type RunResult } from "../runs/run-result";
import { type FollowInput, followRun } from "../sync/run-sync";
import { type Difference, loadDifference } from "./load-difference";
import { requestReconcile } from "./request-reconcile";

/**
 * Requests a reconcile and follows it to its end; another run that is under way is waited for first.
 * @param input.days default 30
 * @returns the run's result, and the difference it found (null when its listing did not come to an end)
 * @throws AppError `jobs_unreachable`
 */
export async function runReconcile(
  deps: Deps,
  input: FollowInput & { days?: number | undefined } = {},
): Promise<{ result: RunResult; difference: Difference | null }> {
  for (;;) {
    const { runId, alreadyRunning } = await requestReconcile(deps, { days: input.days, trigger: "cli" });
    const result = await followRun(deps, runId, input, !alreadyRunning);
    if (alreadyRunning && !isActive(result.status)) continue;
    return { result, difference: alreadyRunning ? null : await loadDifference(deps, runId) };
  }
}
