import { z } from "zod";
import { toActor } from "../../context";
import { translate } from "../../messages";
import { adminProcedure, router, steppedUpProcedure } from "../../trpc";
import { describeSettings, settingsViewSchema } from "./describe-settings";
import { settingsChangeSchema, updateSettings } from "./update-settings";

export const fathomSettingsRouter = router({
  get: adminProcedure.output(settingsViewSchema).query(({ ctx }) => describeSettings(ctx.deps, ctx.locale)),

  update: steppedUpProcedure
    .input(settingsChangeSchema)
    .output(z.object({ success: z.literal(true), message: z.string(), config: settingsViewSchema }))
    .mutation(async ({ ctx, input }) => {
      await updateSettings(ctx.deps, input, toActor(ctx));
      return {
        success: true as const,
        message: translate(ctx.locale, "settings.saved"),
        config: await describeSettings(ctx.deps, ctx.locale),
      };
    }),
});
