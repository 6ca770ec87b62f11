import { z } from "zod";
import { addressSchema } from "../../address-schema";
import { toActor } from "../../context";
import { adminProcedure, router } from "../../trpc";
import { groupRecordingsSchema, listRecordings, skippedRecordingSchema } from "./list-recordings";
import { listSkipped, skippedGroupSchema } from "./list-skipped";
import { resolveSkipped } from "./resolve-skipped";
import { resolveSkippedSchema } from "./resolve-skipped-schema";
import { undoResolve } from "./undo-resolve";

export const skippedRouter = router({
  list: adminProcedure
    .output(z.object({ groups: z.array(skippedGroupSchema) }))
    .query(async ({ ctx }) => ({ groups: await listSkipped(ctx.deps) })),

  recordings: adminProcedure
    .input(groupRecordingsSchema)
    .output(z.object({ items: z.array(skippedRecordingSchema), nextCursor: z.string().nullable() }))
    .query(({ ctx, input }) => listRecordings(ctx.deps, input)),

  resolve: adminProcedure
    .input(resolveSkippedSchema)
    .output(z.object({ salesRepId: z.string(), runId: z.string().nullable(), alreadyRunning: z.boolean() }))
    .mutation(({ ctx, input }) => resolveSkipped(ctx.deps, input, toActor(ctx))),

  undo: adminProcedure
    .input(z.object({ salesRepId: z.uuid(), recorderEmail: addressSchema }))
    .output(z.object({ removedCalls: z.number() }))
    .mutation(({ ctx, input }) => undoResolve(ctx.deps, input, toActor(ctx))),
});
