import { defineJob } from "../../job";
import { pruneRuns } from "./prune-runs";

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
