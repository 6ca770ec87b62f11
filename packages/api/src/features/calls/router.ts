import { z } from "zod";
import { toActor } from "../../context";
import { adminProcedure, router, viewerProcedure } from "../../trpc";
import { answerQuestions, questionAnswerSchema } from "../recordings/answer-questions";
import { callFilterSchema, callSchema, callSortSchema, listedCallSchema } from "./call-schemas";
import { linkCall, unlinkCall } from "../recordings/link-call";
import { listCallTeams } from "./list-call-teams";
import { listCalls } from "./list-calls";
import { listQuestions, questionGroupSchema } from "./list-questions";
import { loadCall } from "./load-call";

export const callsRouter = router({
  list: viewerProcedure
    .input(
      callFilterSchema.extend({
        sort: callSortSchema.default("newest"),
        limit: z.number().int().min(1).max(100).default(25),
        cursor: z.string().max(200).nullish(),
      }),
    )
    .output(z.object({ items: z.array(listedCallSchema), nextCursor: z.string().nullable() }))
    .query(({ ctx, input }) => listCalls(ctx.deps, input)),

  byId: viewerProcedure
    .input(z.object({ id: z.uuid() }))
    .output(callSchema)
    .query(({ ctx, input }) => loadCall(ctx.deps, input.id)),

  /** The teams that there are calls of. */
  teams: viewerProcedure
    .output(z.object({ teams: z.array(z.string()) }))
    .query(async ({ ctx }) => ({ teams: await listCallTeams(ctx.deps) })),

  link: adminProcedure
    .input(z.object({ callId: z.uuid(), salesRepId: z.uuid() }))
    .output(callSchema)
    .mutation(async ({ ctx, input }) => {
      await linkCall(ctx.deps, input, toActor(ctx));
      return await loadCall(ctx.deps, input.callId);
    }),

  unlink: adminProcedure
    .input(z.object({ callId: z.uuid() }))
    .output(callSchema)
    .mutation(async ({ ctx, input }) => {
      await unlinkCall(ctx.deps, input.callId, toActor(ctx));
      return await loadCall(ctx.deps, input.callId);
    }),

  /** Calls of which the rules say something else than that they are their rep's. */
  questions: adminProcedure
    .output(z.object({ groups: z.array(questionGroupSchema) }))
    .query(async ({ ctx }) => ({ groups: await listQuestions(ctx.deps) })),

  answer: adminProcedure
    .input(questionAnswerSchema)
    .output(z.object({ answered: z.number(), left: z.number() }))
    .mutation(({ ctx, input }) => answerQuestions(ctx.deps, input, toActor(ctx))),
});
