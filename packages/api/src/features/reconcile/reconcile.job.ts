import { defineJob, type Json } from "../../job";
import { loadLastSyncTime } from "../runs/load-run-result";
import { loadSettings } from "../settings/load-settings";
import { DAY_MS, DEFAULT_RECONCILE_DAYS, requestReconcile } from "./request-reconcile";

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
      const now = deps.clock.now();
      const last = await deps.db.prisma.syncRun.findFirst({
        where: {
          kind: "reconcile",
          status: { in: ["queued", "running", "succeeded", "partial"] },
          // One of fewer days, or of days long past, leaves most of the night's work undone; one of tomorrow was dated by
          // a clock that has been set back since.
          trigger: { not: "replay" },
          reconciliation: { days: { gte: DEFAULT_RECONCILE_DAYS } },
          createdAt: { lt: new Date(now.getTime() + DAY_MS) },
        },
        orderBy: { createdAt: "desc" },
        select: { createdAt: true },
      });
      if (!isReconcileDue(now, last?.createdAt ?? null)) return { skipped: "done already" };
      const { runId, alreadyRunning } = await requestReconcile(deps, { trigger: "schedule" });
      return { runId, alreadyRunning };
    }),
});

/** At night, and beside the schedules of others that like the full hour. */
const RECONCILE_HOUR = 3;
const RECONCILE_MINUTE = 17;

/**
 * Whether the nightly reconcile has yet to be done: the latest 03:17 UTC lies after the last one began. So a machine that
 * was off at night, or was busy with a long sync, catches up in the morning.
 */
export function isReconcileDue(now: Date, lastStartedAt: Date | null): boolean {
  const latest = new Date(now);
  latest.setUTCHours(RECONCILE_HOUR, RECONCILE_MINUTE, 0, 0);
  if (latest > now) latest.setUTCDate(latest.getUTCDate() - 1);
  return lastStartedAt === null || lastStartedAt < latest;
}
