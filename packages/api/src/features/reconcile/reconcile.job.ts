import { defineJob, type Json } from "../../job";
import { loadSettings } from "../settings/load-settings";
import { loadLastSyncTime } from "../sync/load-sync-result";
import { isReconcileDue, RECONCILE_MINUTE } from "./is-reconcile-due";
import { requestReconcile } from "./request-reconcile";

/** Looks every hour whether the night's reconcile is still to be done; the run itself is a run like any other. */
export const reconcileJob = defineJob({
  id: "reconcile",
  triggers: () => [{ cron: `${RECONCILE_MINUTE} * * * *` }],
  retries: 2,
  handler: async ({ step, deps }) =>
    await step.run("request-reconcile", async (): Promise<Json> => {
      const { apiKey, keyRefused } = await loadSettings(deps);
      if (!apiKey || keyRefused) return { skipped: "no key that works" };
      // Before the first sync there is nothing to compare.
      if (!(await loadLastSyncTime(deps))) return { skipped: "nothing synced yet" };
      const last = await deps.db.prisma.syncRun.findFirst({
        where: { kind: "reconcile", status: { in: ["queued", "running", "succeeded", "partial"] } },
        orderBy: { createdAt: "desc" },
        select: { createdAt: true },
      });
      if (!isReconcileDue(deps.clock.now(), last?.createdAt ?? null)) return { skipped: "done already" };
      const { runId, alreadyRunning } = await requestReconcile(deps, { trigger: "schedule" });
      return { runId, alreadyRunning };
    }),
});
