import { defineJob } from "../../job";
import { findStaleRuns, resumeEvent } from "./hold-lease";

/** Finds runs whose process is gone and sets them going again from the page where they stood. */
export const resumeRunsJob = defineJob({
  id: "resume-runs",
  triggers: () => [],
  retries: 1,
  isDue: async (deps) => (await findStaleRuns(deps)).length > 0,
  handler: async ({ step, deps, log }) => {
    const stale = await step.run("find-stale-runs", () => findStaleRuns(deps));
    for (const runId of stale) {
      log.warn({ runId }, "nobody is working on this run; it is resumed");
      await step.send(`resume-${runId}`, resumeEvent(runId));
    }
    return { resumed: stale };
  },
});
