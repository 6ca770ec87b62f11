import { z } from "zod";
import { toActor } from "../../context";
import { limitAttempts } from "../../limit-attempts";
import { adminProcedure, router, steppedUpProcedure, viewerProcedure } from "../../trpc";
import { notificationAddressSchema } from "../settings/settings-schemas";
import { alertsSchema, loadAlerts, sendTestAlert, updateAlertAddress } from "./alert-settings";
import { type Judgement } from "./judge-health";
import { loadHealth } from "./load-health";

const alertKind = z.enum(["key_refused", "sync_late"]);

export const notificationsRouter = router({
  /** What is going wrong right now, for the banner on every page. */
  health: viewerProcedure
    .output(
      z.object({
        problems: z.array(alertKind),
        /** What can be said to be well; of what is in neither list nothing can be said now. */
        well: z.array(alertKind),
        /** When the last complete sync ended. */
        lastSuccessAt: z.date().nullable(),
      }),
    )
    .query(async ({ ctx }) => {
      const { judgements, lastSuccessAt } = await loadHealth(ctx.deps);
      const that = (judgement: Judgement) =>
        alertKind.options.filter((kind) => judgements[kind] === judgement);
      return { problems: that("on"), well: that("off"), lastSuccessAt };
    }),

  get: adminProcedure.output(alertsSchema).query(({ ctx }) => loadAlerts(ctx.deps)),

  update: steppedUpProcedure
    .input(z.object({ address: notificationAddressSchema.nullable() }))
    .output(alertsSchema)
    .mutation(async ({ ctx, input }) => {
      await updateAlertAddress(ctx.deps, { ...input, locale: ctx.locale }, toActor(ctx));
      return await loadAlerts(ctx.deps);
    }),

  test: adminProcedure
    .output(z.object({ success: z.boolean(), message: z.string() }))
    .mutation(async ({ ctx }) => {
      await limitAttempts(ctx.deps, "notification_test", { subject: ctx.user.id });
      return await sendTestAlert(ctx.deps, ctx.locale);
    }),
});
