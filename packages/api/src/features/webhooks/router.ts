import { z } from "zod";
import { toActor } from "../../context";
import { adminProcedure, router, steppedUpProcedure } from "../../trpc";
import { limitAttempts } from "../../limit-attempts";
import { disableRealtime } from "./disable-realtime";
import { enableRealtime } from "./enable-realtime";
import { listWebhookEvents, webhookEventSchema, webhookStatusSchema } from "./list-webhook-events";
import { loadRealtimeStatus, realtimeStatusSchema } from "./load-realtime-status";
import { retryWebhook } from "./retry-webhook";
import { runSelfTest, selfTestSchema } from "./run-self-test";

const webhookId = z.string().min(1).max(300);

export const webhooksRouter = router({
  list: adminProcedure
    .input(
      z
        .object({
          status: webhookStatusSchema.optional(),
          limit: z.number().int().min(1).max(100).default(50),
          cursor: webhookId.nullish(),
        })
        .default({ limit: 50 }),
    )
    .output(z.object({ items: z.array(webhookEventSchema), nextCursor: z.string().nullable() }))
    .query(({ ctx, input }) => listWebhookEvents(ctx.deps, input)),

  retry: adminProcedure
    .input(z.object({ webhookId }))
    .output(z.object({ success: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await retryWebhook(ctx.deps, input.webhookId, toActor(ctx));
      return { success: true as const };
    }),
});

export const realtimeRouter = router({
  status: adminProcedure
    .output(realtimeStatusSchema)
    .query(({ ctx }) => loadRealtimeStatus(ctx.deps, ctx.locale)),

  enable: steppedUpProcedure.output(realtimeStatusSchema).mutation(async ({ ctx }) => {
    await limitAttempts(ctx.deps, "realtime", { subject: ctx.user.id });
    await enableRealtime(ctx.deps, toActor(ctx));
    return await loadRealtimeStatus(ctx.deps, ctx.locale);
  }),

  disable: steppedUpProcedure.output(realtimeStatusSchema).mutation(async ({ ctx }) => {
    await limitAttempts(ctx.deps, "realtime", { subject: ctx.user.id });
    await disableRealtime(ctx.deps, toActor(ctx));
    return await loadRealtimeStatus(ctx.deps, ctx.locale);
  }),

  selfTest: adminProcedure.output(selfTestSchema).mutation(async ({ ctx }) => {
    await limitAttempts(ctx.deps, "realtime", { subject: ctx.user.id });
    return await runSelfTest(ctx.deps, { actor: toActor(ctx), locale: ctx.locale });
  }),
});
