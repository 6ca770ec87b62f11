import { z } from "zod";
import { defineJob, type Job, type JobContext, type Json } from "../../job";
import { endCancelledRun, failRun, failUnheldRun } from "../runs/end-run";
import { releaseLease, takeLease } from "../runs/hold-lease";
import { type Lease } from "../runs/run-transitions";
import { finishSync, type Watermark } from "./finish-sync";
import { type WalkPlan } from "./import-page";
import { LONGEST_SLEEP_SECONDS, WAIT_ENDED } from "../runs/end-wait";
import { importPages } from "./import-pages";

/**
 * After so many parts a job run ends, and resume-runs has another one go on within a minute: Inngest ends a function
 * run at 1,000 steps, and a part takes at most two.
 */
const MAX_PARTS = 200;

const eventData = z.object({ runId: z.uuid() });

/**
 * One run, from its row to its figures. What it does depends on the run's row alone, so it can be repeated.
 * @param reconcile what a run does that reconciles; see reconcile/next-walk.ts
 */
export const syncCallsJob = (reconcile: WalkPlan): Job =>
  defineJob({
    id: "sync-calls",
    triggers: () => [{ event: "sync/requested" }],
    retries: 4,
    singleton: "runId",

    handler: async (context) => {
      const { event, step, deps } = context;
      const { runId } = eventData.parse(event.data);
      const lease = await step.run("open-run", () => takeLease(deps, runId));
      if (!lease) return { runId, state: "the run has ended, or another works on it" };
      try {
        return await importRun(context, lease, reconcile);
      } catch (error) {
        // onFailure below has no lease, so it could not end a run that this job holds.
        await step.run("fail-run", async () => {
          await failRun(deps, lease);
          return null;
        });
        throw error;
      }
    },

    onFailure: async ({ event, deps }) => {
      await failUnheldRun(deps, eventData.parse(event.data).runId);
    },
  });

async function importRun(
  { step, deps, log, isStopping }: JobContext,
  lease: Lease,
  reconcile: WalkPlan,
): Promise<Json> {
  const { runId } = lease;
  let watermark: Watermark | null = null;
  for (let part = 1; ; part++) {
    if (part > MAX_PARTS) {
      await step.run("release-run", async () => {
        await releaseLease(deps, lease);
        return null;
      });
      return { runId, state: "left to the next job run" };
    }
    const pages = await step.run(`import-pages-${part}`, (attempt) =>
      importPages(deps, lease, attempt, { isStopping, reconcile }),
    );
    if (pages.state === "complete") {
      watermark = pages.watermark;
      break;
    }
    if (pages.state === "walked") {
      if (!(await step.run(`next-walk-${part}`, () => reconcile.nextWalk(deps, lease)))) break;
      continue;
    }
    if (pages.state === "lost") return { runId, state: "taken over" };
    if (pages.state === "stopped") {
      await releaseLease(deps, lease);
      return { runId, state: "left to the next process" };
    }
    if (pages.state === "cancelled") {
      await step.run("cancel-run", async () => {
        await endCancelledRun(deps, lease);
        return null;
      });
      return { runId, state: "cancelled" };
    }
    if (pages.state === "wait") {
      if (pages.seconds > LONGEST_SLEEP_SECONDS) return { runId, state: "left until the wait is over" };
      await step.sleep(`wait-${part}`, pages.seconds, WAIT_ENDED);
    }
  }

  await step.run("finish-run", () => finishSync(deps, lease, watermark));
  log.info({ runId }, "the run is complete");
  return { runId, state: "complete" };
}
