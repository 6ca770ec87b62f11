import { defineJob } from "../../job";
import { findStaleRuns } from "./hold-lease";

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
