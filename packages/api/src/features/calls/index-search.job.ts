import { defineJob } from "../../job";
import { indexSearch } from "./index-search";

/** Makes what was imported findable by its words. */
export const indexSearchJob = defineJob({
  id: "index-search",
  triggers: () => [{ cron: "* * * * *" }],
  retries: 1,
  atStart: true,
  handler: async ({ step, deps, log, isStopping }) => {
    const written = await step.run("index-search", () => indexSearch(deps, isStopping));
    if (written > 0) log.debug({ written }, "calls were made findable");
    return { written };
  },
});
