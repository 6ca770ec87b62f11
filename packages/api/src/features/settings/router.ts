import { z } from "zod";
import { toActor } from "../../context";
import { translate } from "../../messages";
import { adminProcedure, router, steppedUpProcedure } from "../../trpc";
import { announceRules } from "../rematch/announce-rules";
import { limitAttempts } from "../users/limit-attempts";
import { apiKeySchema } from "./api-key-schema";
import { describeSettings, settingsViewSchema } from "./describe-settings";
import { listTeams } from "./list-teams";
import { revealSecret } from "./reveal-secret";
import { connectionTestSchema, testConnection } from "./test-connection";
import { settingsChangeSchema, updateSettings } from "./update-settings";

export const fathomSettingsRouter = router({
  get: adminProcedure.output(settingsViewSchema).query(({ ctx }) => describeSettings(ctx.deps, ctx.locale)),

  update: steppedUpProcedure
    .input(settingsChangeSchema)
    .output(z.object({ success: z.literal(true), message: z.string(), config: settingsViewSchema }))
    .mutation(async ({ ctx, input }) => {
      await updateSettings(ctx.deps, input, toActor(ctx));
      if (input.teamFilter ?? input.matchDomains) announceRules(ctx.deps);
      return {
        success: true as const,
        message: translate(ctx.locale, "settings.saved"),
        config: await describeSettings(ctx.deps, ctx.locale),
      };
    }),

  test: adminProcedure
    .input(z.object({ apiKey: apiKeySchema.optional() }).default({}))
    .output(connectionTestSchema)
    .mutation(async ({ ctx, input }) => {
      await limitAttempts(ctx.deps, "connection_test", ctx.user.id);
      return await testConnection(ctx.deps, {
        apiKey: input.apiKey,
        actor: toActor(ctx),
        locale: ctx.locale,
      });
    }),

  reveal: adminProcedure
    .input(z.object({ field: z.enum(["apiKey", "webhookSecret"]), password: z.string().min(1).max(1024) }))
    .output(z.object({ value: z.string() }))
    .mutation(async ({ ctx, input }) => ({
      value: await revealSecret(ctx.deps, ctx.user, input, toActor(ctx)),
    })),

  teams: adminProcedure
    .output(z.object({ teams: z.array(z.string()) }))
    .query(async ({ ctx }) => ({ teams: await listTeams(ctx.deps) })),
});
