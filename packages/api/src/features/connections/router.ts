import { z } from "zod";
import { adminProcedure, router } from "../../trpc";
import { toActor } from "../../context";
import { revealSecret } from "./reveal-secret";
import { limitAttempts } from "../../limit-attempts";
import { apiKeySchema } from "../settings/settings-schemas";
import { listTeams } from "./list-teams";
import { connectionTestSchema, testConnection } from "./test-connection";
import { listVisibility, visibilitySchema } from "./list-visibility";
import { passwordSchema } from "../users/user-schemas";

export const visibilityRouter = router({
  list: adminProcedure
    .output(z.object({ items: z.array(visibilitySchema), invisible: z.number() }))
    .query(async ({ ctx }) => {
      const items = await listVisibility(ctx.deps, ctx.locale);
      return { items, invisible: items.filter(({ reason }) => reason !== null).length };
    }),
});

/** The procedures of `fathomSettings` that ask Fathom, or the user once more. */
export const connectionRouter = router({
  reveal: adminProcedure
    .input(z.object({ field: z.enum(["apiKey", "webhookSecret"]), password: passwordSchema }))
    .output(z.object({ value: z.string() }))
    .mutation(async ({ ctx, input }) => ({
      value: await revealSecret(ctx.deps, ctx.user, input, toActor(ctx)),
    })),

  test: adminProcedure
    .input(z.object({ apiKey: apiKeySchema.optional() }).default({}))
    .output(connectionTestSchema)
    .mutation(async ({ ctx, input }) => {
      await limitAttempts(ctx.deps, "connection_test", { subject: ctx.user.id });
      return await testConnection(ctx.deps, {
        apiKey: input.apiKey,
        actor: toActor(ctx),
        locale: ctx.locale,
      });
    }),

  /** Asks Fathom, which takes of the rate budget: hence no query. */
  teams: adminProcedure
    .output(z.object({ teams: z.array(z.string()) }))
    .mutation(async ({ ctx }) => ({ teams: await listTeams(ctx.deps) })),
});
