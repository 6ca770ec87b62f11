import { defineJob } from "../../job";
import { refreshContent } from "./refresh-content";

/** Brings transcripts and summaries that Fathom had not written yet when it first showed the call. */
export const refreshContentJob = defineJob({
  id: "refresh-content",
  triggers: () => [{ cron: "* * * * *" }],
  retries: 1,
  atStart: true,
  handler: ({ step, deps, isStopping }) =>
    step.run("refresh-content", () => refreshContent(deps, isStopping)),
});
