import { z } from "zod";
import { defineJob, type Job, type JobContext, type JobEvent, type Json, readEventData } from "../../job";
import { endCancelledRun, failRun, failUnheldRun } from "../runs/end-run";
import { findStaleRuns, handBack, releaseLease, resumeEvent, SYNC_REQUESTED } from "../runs/hold-lease";
import { loadRunFigures } from "../runs/load-run-result";
import { openRun, reopenRun, type RunEvent } from "../runs/open-run";
import { type Lease } from "../runs/run-transitions";
import { finishSync, type Watermark } from "./finish-sync";
import { type WalkPlan } from "./import-page";
import { WAIT_ENDED } from "../runs/end-wait";
import { importPages } from "./import-pages";

/**
 * After so many parts a job run ends, and resume-runs has another one go on within a minute: Inngest ends a function
 * run at 1,000 steps, and a part takes at most two.
 */
const MAX_PARTS = 200;

const eventData = z.object({ runId: z.uuid(), resume: z.boolean().optional() });

const toRunEvent = (event: JobEvent): RunEvent => {
  const { runId, resume = false } = readEventData(eventData, event);
  return { runId, resumes: resume, byHand: event.name !== SYNC_REQUESTED };
};

/**
 * One run, from its row to its figures. What it does depends on the run's row and on the event alone, so it can be
 * repeated; of a run that has ended a rerun makes a new one (see open-run.ts).
 * @param reconcile what a run does that reconciles; see reconcile/next-walk.ts
 */
export const syncCallsJob = (reconcile: WalkPlan): Job =>
  defineJob({
    id: "sync-calls",
    triggers: () => [{ event: SYNC_REQUESTED }],
    retries: 4,

    handler: async (context) => {
      const { step, deps, jobRun } = context;
      const event = toRunEvent(context.event);
      const walk: Walk = { reconcile, part: 0 };
      let opened = await step.run("open-run", async () => ({
        ...(await openRun(deps, event, jobRun)),
        figures: await loadRunFigures(deps, event.runId),
      }));
      if (opened.state === "taken") {
        const end = await workOn(context, opened.lease, walk);
        if (end !== null) return end;
        opened = await step.run("reopen-run", async () => ({
          ...(await reopenRun(deps, event, jobRun)),
          figures: await loadRunFigures(deps, event.runId),
        }));
        if (opened.state === "taken") {
          const replayed = await workOn(context, opened.lease, walk);
          if (replayed !== null) return replayed;
        }
      }
      const state = opened.state === "ended" ? "it had ended before" : "another works on it";
      return { state, ...opened.figures };
    },

    onFailure: async ({ event, by, deps }) => {
      const { data } = eventData.safeParse(event.data);
      if (!data) return;
      if (by === "job") await failUnheldRun(deps, data.runId);
      // That the engine could not reach us is no end of the run: it goes on now, or when its lease has lapsed.
      else if ((await findStaleRuns(deps)).includes(data.runId))
        await deps.jobs.send(resumeEvent(data.runId));
    },
  });

/** `part` counts on where a rerun from a step goes over to a run of its own: a step's name is used once. */
type Walk = { reconcile: WalkPlan; part: number };

/** What the engine shows of it. */
type Outcome = { [key: string]: Json };

/** @returns null when the run is not (or no longer) this lease's */
async function workOn(context: JobContext, lease: Lease, walk: Walk): Promise<Outcome | null> {
  const { step, deps } = context;
  try {
    return await importRun(context, lease, walk);
  } catch (error) {
    // onFailure has no lease, so it could not end a run that this job holds.
    const ended = await step.run("fail-run", () => failRun(deps, lease));
    if (!ended) return null;
    throw error;
  }
}

async function importRun(
  { step, deps, log, isStopping }: JobContext,
  lease: Lease,
  walk: Walk,
): Promise<Outcome | null> {
  const { runId } = lease;
  const { reconcile } = walk;
  const lastPart = walk.part + MAX_PARTS;
  let watermark: Watermark | null = null;
  for (;;) {
    const part = ++walk.part;
    if (part > lastPart) {
      await step.run("release-run", async () => {
        await releaseLease(deps, lease);
        return null;
      });
      return { runId, state: "left to the next job run" };
    }
    const pages = await step.run(`import-pages-${part}`, async (attempt) => {
      const imported = await importPages(deps, lease, attempt, { isStopping, reconcile });
      if (imported.state === "stopped") await handBack(deps, lease);
      return imported;
    });
    if (pages.state === "complete") {
      watermark = pages.watermark;
      break;
    }
    if (pages.state === "walked") {
      if (!(await step.run(`next-walk-${part}`, () => reconcile.nextWalk(deps, lease)))) break;
      continue;
    }
    if (pages.state === "lost") return null;
    if (pages.state === "stopped") return { runId, state: "left to the next process" };
    if (pages.state === "cancelled") {
      const figures = await step.run("cancel-run", async () => {
        await endCancelledRun(deps, lease);
        return await loadRunFigures(deps, runId);
      });
      return { state: "cancelled", ...figures };
    }
    if (pages.state === "wait") {
      if (pages.seconds > deps.jobs.longestSleepSeconds)
        return { runId, state: "left until the wait is over" };
      await step.sleep(`wait-${part}`, pages.seconds, WAIT_ENDED);
    }
  }

  const figures = await step.run("finish-run", async () =>
    (await finishSync(deps, lease, watermark)) ? await loadRunFigures(deps, runId) : null,
  );
  if (figures === null) return null;
  log.info({ runId }, "the run is complete");
  return { state: "complete", ...figures };
}
