import { defineJob, type Json } from "../../job";
import { loadSettings } from "../settings/load-settings";
import { requestSync } from "./request-sync";

/**
 * The schedule asks for a run from the watermark, so that firing twice or not at all does no harm.
 * Without a key there is nothing to ask, and after a refused one a person is needed first.
 */
export const scheduleSyncJob = defineJob({
  id: "schedule-sync",
  triggers: (config) => [{ cron: config.syncCron }],
  retries: 2,
  handler: async ({ step, deps, log }) =>
    await step.run("request-sync", async (): Promise<Json> => {
      const { apiKey, keyRefused } = await loadSettings(deps);
      if (!apiKey) return { skipped: "not configured" };
      if (keyRefused) {
        log.warn("the schedule pauses: Fathom refused the key, and a person must test or replace it");
        return { skipped: "key refused" };
      }
      const { runId, alreadyRunning } = await requestSync(deps, { trigger: "schedule" });
      return { runId, alreadyRunning };
    }),
});
