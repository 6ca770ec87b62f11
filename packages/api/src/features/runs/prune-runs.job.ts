import { type Deps } from "../../deps";
import { defineJob } from "../../job";

/** Keeps the accounts of runs from growing for ever. */
export const pruneRunsJob = defineJob({
  id: "prune-runs",
  triggers: () => [{ cron: "47 3 * * *" }],
  retries: 2,
  handler: async ({ step, deps, log }) => {
    const pruned = await step.run("prune-runs", () => pruneRuns(deps));
    if (pruned > 0) log.info({ pruned }, "old runs were removed");
    return { pruned };
  },
});

/** How long the account of a run is kept, recording by recording. */
const KEEP_RUNS_DAYS = 90;
/** Rows of one statement, so that nothing is locked for long. */
const BATCH = 50;

/**
 * Removes runs that ended longer ago, with their accounts; what they brought stays. Never a run that is open, and never
 * the last one of its kind that succeeded, which the screens speak of.
 * @returns how many
 */
export async function pruneRuns(deps: Deps, keepDays = KEEP_RUNS_DAYS): Promise<number> {
  let pruned = 0;
  for (;;) {
    const { rowCount } = await deps.db.pool.query(
      `DELETE FROM sync_runs WHERE id IN (
         SELECT r.id FROM sync_runs r
         WHERE r.status NOT IN ('queued', 'running') AND r.finished_at < now() - make_interval(days => $1)
           AND NOT EXISTS (
             SELECT FROM (
               SELECT DISTINCT ON (kind) id FROM sync_runs WHERE status IN ('succeeded', 'partial') ORDER BY kind, finished_at DESC
             ) latest WHERE latest.id = r.id)
         ORDER BY r.finished_at LIMIT ${BATCH})`,
      [keepDays],
    );
    pruned += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) return pruned;
  }
}
