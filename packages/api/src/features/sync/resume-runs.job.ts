import { type Deps } from "../../deps";
import { defineJob } from "../../job";

/** Finds runs whose process is gone and sets them going again from the page where they stood. */
export const resumeRunsJob = defineJob({
  id: "resume-runs",
  triggers: () => [{ cron: "* * * * *" }],
  retries: 1,
  atStart: true,
  handler: async ({ step, deps, log }) => {
    const stale = await step.run("find-stale-runs", () => findStaleRuns(deps));
    for (const runId of stale) {
      log.warn({ runId }, "nobody is working on this run; it is resumed");
      // No event id: an engine that drops copies of an event for a day would drop the second rescue.
      await step.send(`resume-${runId}`, { name: "sync/requested", data: { runId } });
    }
    return { resumed: stale.length };
  },
});

/** @returns ids of runs that nobody has started or kept alive for longer than a lease. */
export async function findStaleRuns(deps: Deps): Promise<string[]> {
  const { rows } = await deps.db.pool.query<{ id: string }>(
    `SELECT id FROM sync_runs WHERE status IN ('queued', 'running')
       AND (status = 'running' AND lease_token IS NULL
         OR greatest(created_at, heartbeat_at, waiting_until) < now() - make_interval(secs => $1))`,
    [deps.config.leaseSeconds],
  );
  return rows.map((row) => row.id);
}
