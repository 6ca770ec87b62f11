import { z } from "zod";
import { toActor } from "../../context";
import { adminProcedure, router, viewerProcedure } from "../../trpc";
import { runResultSchema } from "../runs/run-result";
import { differenceSchema, listNotSeen, loadDifference, notSeenItemSchema } from "./load-difference";
import { MAX_RECONCILE_DAYS, requestReconcile } from "./request-reconcile";

export const reconcileRouter = router({
  run: adminProcedure
    .input(z.object({ days: z.number().int().min(1).max(MAX_RECONCILE_DAYS).optional() }).default({}))
    .output(
      z.object({ runId: z.string(), status: runResultSchema.shape.status, alreadyRunning: z.boolean() }),
    )
    .mutation(({ ctx, input }) =>
      requestReconcile(ctx.deps, { ...input, trigger: "manual", actor: toActor(ctx) }),
    ),

  /** Null before a first listing was complete. */
  latest: viewerProcedure.output(differenceSchema.nullable()).query(({ ctx }) => loadDifference(ctx.deps)),

  notSeen: adminProcedure
    .output(z.object({ items: z.array(notSeenItemSchema) }))
    .query(async ({ ctx }) => ({ items: await listNotSeen(ctx.deps) })),
});
