import { z } from "zod";
import { toActor } from "../../context";
import { AppError } from "../../errors";
import { inputRecordingId, inputText } from "../../input-text";
import { WINDOW_HOURS } from "../../reasons";
import { adminProcedure, router, viewerProcedure } from "../../trpc";
import { writeAudit } from "../audit/write-audit";
import { cancelRun } from "../runs/end-run";
import { endWait } from "../runs/end-wait";
import { listRunItems, runItemSchema } from "../runs/list-run-items";
import { listRunResults, loadRunResult } from "../runs/load-run-result";
import { replayRun } from "../runs/replay-run";
import { runResultSchema } from "../runs/run-result";
import { estimateSchema, estimateSync } from "./estimate-sync";
import { planWindow, requestSync } from "./request-sync";

const runStatus = runResultSchema.shape.status;
const requestedRun = z.object({ runId: z.string(), status: runStatus, alreadyRunning: z.boolean() });
const runId = z.object({ runId: z.uuid() });

/** Fathom has existed since 2020, and no window ends in the future by more than a clock's error. */
const instant = z.date().min(new Date("2015-01-01")).max(new Date("2100-01-01"));

const windowSchema = z
  .object({
    hours: z.literal(WINDOW_HOURS).optional(),
    from: instant.optional(),
    to: instant.optional(),
    salesRepId: z.uuid().optional(),
  })
  .refine(({ from, to }) => !from || !to || from < to, { path: ["from"], message: "window_order" })
  .refine(({ from, hours }) => !from || hours === undefined, { path: ["hours"], message: "window_twice" })
  .refine(({ from, to }) => !to || Boolean(from), { path: ["from"], message: "window_without_start" })
  .default({});

export const syncRouter = router({
  run: adminProcedure
    .input(windowSchema)
    .output(requestedRun)
    .mutation(async ({ ctx, input }) => {
      const { deps } = ctx;
      if (input.salesRepId) {
        const rep = await deps.db.prisma.salesRep.findUnique({
          where: { id: input.salesRepId },
          select: { id: true },
        });
        if (!rep) throw new AppError("not_found");
      }
      return await requestSync(deps, { trigger: "manual", ...input, actor: toActor(ctx) });
    }),

  status: viewerProcedure
    .input(runId)
    .output(runResultSchema)
    .query(async ({ ctx, input }) => {
      const result = await loadRunResult(ctx.deps, input.runId, ctx.locale);
      if (!result) throw new AppError("not_found");
      return result;
    }),

  history: viewerProcedure
    .input(
      z.object({
        limit: z.number().int().min(1).max(100).default(20),
        cursor: z.uuid().nullish(),
        salesRepId: z.uuid().optional(),
      }),
    )
    .output(z.object({ items: z.array(runResultSchema), nextCursor: z.string().nullable() }))
    .query(({ ctx, input }) => listRunResults(ctx.deps, input, ctx.locale)),

  cancel: adminProcedure
    .input(runId)
    .output(z.object({ runId: z.string(), status: runStatus }))
    .mutation(async ({ ctx, input }) => {
      const cancelled = await cancelRun(ctx.deps, input.runId);
      await writeAudit(ctx.deps, ctx.deps.db.prisma, toActor(ctx), {
        action: "sync.cancel",
        subject: input.runId,
      });
      return cancelled;
    }),

  /** Asks Fathom again before the wait that it named is over; the run that waits goes on. */
  tryNow: adminProcedure.output(z.object({ runId: z.string().nullable() })).mutation(async ({ ctx }) => {
    const resumed = await endWait(ctx.deps);
    await writeAudit(ctx.deps, ctx.deps.db.prisma, toActor(ctx), {
      action: "sync.try_now",
      subject: resumed,
    });
    return { runId: resumed };
  }),

  replay: adminProcedure
    .input(runId)
    .output(requestedRun)
    .mutation(({ ctx, input }) => replayRun(ctx.deps, input.runId, { actor: toActor(ctx) })),

  /**
   * A dry run: without hours or from, of the window that a sync would take now. It asks Fathom, which takes of the rate
   * budget: hence no query.
   */
  estimate: adminProcedure
    .input(windowSchema)
    .output(estimateSchema)
    .mutation(async ({ ctx: { deps }, input }) => {
      const { window } = await planWindow(deps, input);
      return await estimateSync(deps, window, input.salesRepId);
    }),

  /** What a run did with each recording. */
  decisions: adminProcedure
    .input(
      runId.extend({
        limit: z.number().int().min(1).max(200).default(50),
        cursor: inputRecordingId().nullish(),
        outcome: runItemSchema.shape.outcome.optional(),
        reason: inputText().max(50).optional(),
      }),
    )
    .output(z.object({ items: z.array(runItemSchema), nextCursor: z.string().nullable() }))
    .query(({ ctx, input }) => listRunItems(ctx.deps, input)),
});
