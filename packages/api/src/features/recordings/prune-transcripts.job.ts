import { defineJob } from "../../job";
import { pruneTranscripts } from "./prune-transcripts";

/** At night, when nobody reads them. */
export const pruneTranscriptsJob = defineJob({
  id: "prune-transcripts",
  triggers: () => [{ cron: "23 2 * * *" }],
  retries: 2,
  handler: async ({ step, deps }) => ({
    pruned: await step.run("prune-transcripts", () => pruneTranscripts(deps)),
  }),
});
