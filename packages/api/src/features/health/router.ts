import { z } from "zod";
import { toActor } from "../../context";
import { notificationAddressSchema } from "../settings/settings-schemas";
import { adminProcedure, router, steppedUpProcedure, viewerProcedure } from "../../trpc";
import { limitAttempts } from "../../limit-attempts";
import { type Judgement } from "./judge-health";
import { loadHealth } from "./load-health";
import { loadNotifications, notificationsSchema } from "./load-notifications";
import { testNotifications } from "./test-notifications";
import { updateNotifications } from "./update-notifications";

const incidentKind = z.enum(["key_refused", "sync_late"]);

export const notificationsRouter = router({
  /** What is going wrong right now, for the banner on every page. */
  health: viewerProcedure
    .output(
      z.object({
        problems: z.array(incidentKind),
        /** What can be said to be well; of what is in neither list nothing can be said now. */
        well: z.array(incidentKind),
        /** When the last complete sync ended. */
        lastSuccessAt: z.date().nullable(),
      }),
    )
    .query(async ({ ctx }) => {
      const { judgements, lastSuccessAt } = await loadHealth(ctx.deps);
      const that = (judgement: Judgement) =>
        incidentKind.options.filter((kind) => judgements[kind] === judgement);
      return { problems: that("on"), well: that("off"), lastSuccessAt };
    }),

  get: adminProcedure.output(notificationsSchema).query(({ ctx }) => loadNotifications(ctx.deps)),

  update: steppedUpProcedure
    .input(z.object({ address: notificationAddressSchema.nullable() }))
    .output(notificationsSchema)
    .mutation(async ({ ctx, input }) => {
      await updateNotifications(ctx.deps, { ...input, locale: ctx.locale }, toActor(ctx));
      return await loadNotifications(ctx.deps);
    }),

  test: adminProcedure
    .output(z.object({ success: z.boolean(), message: z.string() }))
    .mutation(async ({ ctx }) => {
      await limitAttempts(ctx.deps, "notification_test", ctx.user.id);
      return await testNotifications(ctx.deps, ctx.locale);
    }),
});
