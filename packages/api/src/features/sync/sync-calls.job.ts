import { z } from "zod";
import { defineJob, type JobContext, type Json } from "../../job";
import { nextWalk } from "../reconcile/next-walk";
import { LONGEST_SLEEP_SECONDS, WAIT_ENDED } from "./end-wait";
import { cancelOpenRun, failRun, finishRun, type Watermark } from "./finish-run";
import { importPages } from "./import-pages";
import { openRun, releaseRun } from "./open-run";

/**
 * After so many parts a job run ends, and resume-runs has another one go on within a minute: Inngest ends a function
 * run at 1,000 steps, and a part takes at most two.
 */
const MAX_PARTS = 200;

const eventData = z.object({ runId: z.uuid() });

/** One run, from its row to its figures. What it does depends on the run's row alone, so it can be repeated. */
export const syncCallsJob = defineJob({
  id: "sync-calls",
  triggers: () => [{ event: "sync/requested" }],
  retries: 4,
  singleton: "runId",

  handler: async (context) => {
    const { event, step, deps } = context;
    const { runId } = eventData.parse(event.data);
    const leaseToken = await step.run("open-run", () => openRun(deps, runId));
    if (leaseToken === null) return { runId, state: "ended already, or another's" };
    const lease = { runId, leaseToken };
    try {
      return await importRun(context, lease);
    } catch (error) {
      // Here it is known whose lease it is; what has never had the run may not end it.
      await step.run("fail-run", async () => {
        await failRun(deps, lease);
        return null;
      });
      throw error;
    }
  },

  onFailure: async ({ event, deps }) => {
    await failRun(deps, { runId: eventData.parse(event.data).runId, leaseToken: null });
  },
});

type Lease = { runId: string; leaseToken: string };

async function importRun({ step, deps, log, isStopping }: JobContext, lease: Lease): Promise<Json> {
  const { runId } = lease;
  let watermark: Watermark | null = null;
  for (let part = 1; ; part++) {
    if (part > MAX_PARTS) {
      await step.run("release-run", async () => {
        await releaseRun(deps, lease);
        return null;
      });
      return { runId, state: "left to the next job run" };
    }
    const pages = await step.run(`import-pages-${part}`, (attempt) =>
      importPages(deps, lease, attempt, isStopping),
    );
    if (pages.state === "complete") {
      watermark = pages.watermark;
      break;
    }
    if (pages.state === "walked") {
      if (!(await step.run(`next-walk-${part}`, () => nextWalk(deps, lease)))) break;
      continue;
    }
    if (pages.state === "lost") return { runId, state: "taken over" };
    if (pages.state === "stopped") {
      await releaseRun(deps, lease);
      return { runId, state: "left to the next process" };
    }
    if (pages.state === "cancelled") {
      await step.run("cancel-run", async () => {
        await cancelOpenRun(deps, lease);
        return null;
      });
      return { runId, state: "cancelled" };
    }
    if (pages.state === "wait") {
      if (pages.seconds > LONGEST_SLEEP_SECONDS) return { runId, state: "left until the wait is over" };
      await step.sleep(`wait-${part}`, pages.seconds, WAIT_ENDED);
    }
  }

  await step.run("finish-run", () => finishRun(deps, lease, watermark));
  log.info({ runId }, "the run is complete");
  return { runId, state: "complete" };
}
