import { defineJob } from "../../job";
import { FATHOM_ANSWERED } from "../connections/test-connection";
import { endWait } from "./end-wait";

/** A connection test that Fathom has answered ends the wait of the run that it refused. */
export const endWaitJob = defineJob({
  id: "end-wait",
  triggers: () => [{ event: FATHOM_ANSWERED }],
  retries: 1,
  handler: async ({ step, deps }) => ({ runId: await step.run("end-wait", () => endWait(deps)) }),
});
