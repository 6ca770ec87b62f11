import { z } from "zod";
import { toActor } from "../../context";
import { adminProcedure, router } from "../../trpc";
import { listWebhookEvents, webhookEventSchema, webhookStatusSchema } from "./list-webhook-events";
import { retryWebhook } from "./retry-webhook";

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
