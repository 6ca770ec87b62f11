import { z } from "zod";
import { toActor } from "../../context";
import { adminProcedure, router } from "../../trpc";
import { announceRules } from "../rematch/announce-rules";
import { addressSchema } from "../sales-reps/sales-rep-schemas";
import { listSkipped, skippedGroupSchema } from "./list-skipped";
import { resolveSkipped, resolveSkippedSchema } from "./resolve-skipped";
import { undoResolve } from "./undo-resolve";

export const skippedRouter = router({
  list: adminProcedure
    .output(z.object({ groups: z.array(skippedGroupSchema) }))
    .query(async ({ ctx }) => ({ groups: await listSkipped(ctx.deps) })),

  resolve: adminProcedure
    .input(resolveSkippedSchema)
    .output(z.object({ salesRepId: z.string(), runId: z.string().nullable(), alreadyRunning: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      const resolved = await resolveSkipped(ctx.deps, input, toActor(ctx));
      announceRules(ctx.deps);
      return resolved;
    }),

  undo: adminProcedure
    .input(z.object({ salesRepId: z.uuid(), recorderEmail: addressSchema }))
    .output(z.object({ removedCalls: z.number() }))
    .mutation(async ({ ctx, input }) => {
      const undone = await undoResolve(ctx.deps, input, toActor(ctx));
      announceRules(ctx.deps);
      return undone;
    }),
});
