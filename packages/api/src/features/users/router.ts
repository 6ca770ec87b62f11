import { z } from "zod";
import { ROLES, toActor } from "../../context";
import {
  accountProcedure,
  adminProcedure,
  publicProcedure,
  requireAdmin,
  router,
  steppedUpAccountProcedure,
  steppedUpProcedure,
  viewerProcedure,
} from "../../trpc";
import { acceptInvite, loadInvitation } from "./accept-invite";
import { changePassword } from "./change-password";
import { awaitProvider, confirmIdentity, loadConfirmationWays } from "./confirm-identity";
import { loadSecondFactor } from "./check-second-factor";
import { disableUser, enableUser } from "./disable-user";
import { endAllSessions, endOwnSessions } from "./end-session";
import { beginEnrolment, enrolSecondFactor, renewRecoveryCodes } from "./enrol-second-factor";
import { inviteUser, renewInvite } from "./invite-user";
import { dismissNotice, listNotices, noticeSchema } from "./list-notices";
import { listedSessionSchema, listSessions } from "./list-sessions";
import { listedUserSchema, listUsers, loadListedUser } from "./list-users";
import { removeSecondFactor, resetSecondFactor } from "./remove-second-factor";
import {
  loadSecondFactorPolicy,
  SECOND_FACTOR_POLICIES,
  setSecondFactorPolicy,
} from "./second-factor-policy";
import { updateUser, userChangeSchema } from "./update-user";
import {
  changePasswordSchema,
  confirmIdentitySchema,
  enrolSchema,
  inviteSchema,
  passwordSchema,
} from "./user-schemas";

const userSchema = listedUserSchema.extend({ isYou: z.boolean() });
const byId = z.object({ id: z.uuid() });
const inviteOutput = z.object({ inviteUrl: z.string(), expiresAt: z.date() });
/** Shown once; 43 characters as it is made, and anything of that kind is looked up. */
const inviteToken = z.string().min(1).max(200);
const policy = z.object({ policy: z.enum(SECOND_FACTOR_POLICIES) });
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const usersRouter = router({
  me: accountProcedure
    .output(
      z.object({
        id: z.string(),
        email: z.string(),
        name: z.string().nullable(),
        role: z.enum(ROLES),
      }),
    )
    .query(({ ctx }) => ctx.user),

  list: adminProcedure.output(z.object({ items: z.array(userSchema) })).query(async ({ ctx }) => {
    const users = await listUsers(ctx.deps);
    return { items: users.map((user) => ({ ...user, isYou: user.id === ctx.user.id })) };
  }),

  invite: steppedUpProcedure
    .input(inviteSchema)
    .output(inviteOutput.extend({ user: userSchema }))
    .mutation(async ({ ctx, input }) => {
      const { user, ...invite } = await inviteUser(ctx.deps, input, toActor(ctx));
      return { ...invite, user: { ...user, isYou: false } };
    }),

  renewInvite: steppedUpProcedure
    .input(byId)
    .output(inviteOutput)
    .mutation(({ ctx, input }) => renewInvite(ctx.deps, input.id, toActor(ctx))),

  update: steppedUpProcedure
    .input(userChangeSchema)
    .output(userSchema)
    .mutation(async ({ ctx, input }) => {
      await updateUser(ctx.deps, input, toActor(ctx));
      return { ...(await loadListedUser(ctx.deps, input.id)), isYou: input.id === ctx.user.id };
    }),

  disable: steppedUpProcedure
    .input(byId)
    .output(userSchema)
    .mutation(async ({ ctx, input }) => {
      await disableUser(ctx.deps, input, toActor(ctx));
      return { ...(await loadListedUser(ctx.deps, input.id)), isYou: input.id === ctx.user.id };
    }),

  enable: steppedUpProcedure
    .input(byId)
    .output(userSchema)
    .mutation(async ({ ctx, input }) => {
      await enableUser(ctx.deps, input.id, toActor(ctx));
      return { ...(await loadListedUser(ctx.deps, input.id)), isYou: input.id === ctx.user.id };
    }),

  /** Of somebody else it is for admins; either way it asks for a confirmation. */
  signOutEverywhere: viewerProcedure
    .input(z.object({ id: z.uuid().optional() }).default({}))
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx, input, path }) => {
      const id = input.id ?? ctx.user.id;
      if (id !== ctx.user.id) await requireAdmin(ctx, path);
      await ctx.guards.requireConfirmation(ctx.deps, ctx.user);
      await endAllSessions(ctx.deps, id, toActor(ctx));
      return { id };
    }),

  changePassword: viewerProcedure
    .input(changePasswordSchema)
    .output(z.object({ success: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await changePassword(ctx.deps, ctx.user, input, toActor(ctx));
      return { success: true as const };
    }),

  /** How one can prove who one is; `provider` is its name. */
  confirmation: accountProcedure
    .output(
      z.object({
        password: z.boolean(),
        code: z.boolean(),
        provider: z.string().nullable(),
        confirmed: z.boolean(),
      }),
    )
    .query(({ ctx }) => loadConfirmationWays(ctx.deps, ctx.user)),

  confirmIdentity: accountProcedure
    .input(confirmIdentitySchema)
    .output(z.object({ success: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await confirmIdentity(ctx.deps, ctx.user, input, toActor(ctx));
      return { success: true as const };
    }),

  /** Before a fresh sign-in with the provider, which then is the answer. */
  awaitProvider: accountProcedure.output(z.object({ success: z.literal(true) })).mutation(async ({ ctx }) => {
    await awaitProvider(ctx.deps, ctx.user);
    return { success: true as const };
  }),

  secondFactor: router({
    status: accountProcedure
      .output(z.object({ on: z.boolean(), recoveryCodesLeft: z.number(), required: z.boolean() }))
      .query(({ ctx }) => loadSecondFactor(ctx.deps, ctx.user)),

    begin: steppedUpAccountProcedure
      .output(z.object({ secret: z.string(), qrCode: z.string() }))
      .mutation(({ ctx }) => beginEnrolment(ctx.deps, ctx.user)),

    enrol: steppedUpAccountProcedure
      .input(enrolSchema)
      .output(recoveryCodes)
      .mutation(async ({ ctx, input }) => ({
        recoveryCodes: await enrolSecondFactor(ctx.deps, ctx.user, input.code, toActor(ctx)),
      })),

    renewRecoveryCodes: steppedUpAccountProcedure.output(recoveryCodes).mutation(async ({ ctx }) => ({
      recoveryCodes: await renewRecoveryCodes(ctx.deps, ctx.user, toActor(ctx)),
    })),

    remove: steppedUpAccountProcedure
      .output(z.object({ success: z.literal(true) }))
      .mutation(async ({ ctx }) => {
        await removeSecondFactor(ctx.deps, ctx.user, toActor(ctx));
        return { success: true as const };
      }),

    reset: steppedUpProcedure
      .input(byId)
      .output(userSchema)
      .mutation(async ({ ctx, input }) => {
        await resetSecondFactor(ctx.deps, input, toActor(ctx));
        return { ...(await loadListedUser(ctx.deps, input.id)), isYou: input.id === ctx.user.id };
      }),

    policy: adminProcedure
      .output(policy)
      .query(async ({ ctx }) => ({ policy: await loadSecondFactorPolicy(ctx.deps) })),

    setPolicy: steppedUpProcedure
      .input(policy)
      .output(policy)
      .mutation(async ({ ctx, input }) => {
        await setSecondFactorPolicy(ctx.deps, input.policy, toActor(ctx));
        return input;
      }),
  }),

  sessions: viewerProcedure
    .output(z.object({ items: z.array(listedSessionSchema) }))
    .query(async ({ ctx }) => ({ items: await listSessions(ctx.deps, ctx.user) })),

  /** The session that asks may always go; any other asks for a confirmation. */
  endSession: viewerProcedure
    .input(byId)
    .output(z.object({ ended: z.number() }))
    .mutation(async ({ ctx, input }) => {
      if (input.id !== ctx.user.session?.id) await ctx.guards.requireConfirmation(ctx.deps, ctx.user);
      return { ended: await endOwnSessions(ctx.deps, ctx.user, input, toActor(ctx)) };
    }),

  endOtherSessions: viewerProcedure.output(z.object({ ended: z.number() })).mutation(async ({ ctx }) => {
    await ctx.guards.requireConfirmation(ctx.deps, ctx.user);
    return { ended: await endOwnSessions(ctx.deps, ctx.user, "others", toActor(ctx)) };
  }),

  notices: viewerProcedure
    .output(z.object({ items: z.array(noticeSchema) }))
    .query(async ({ ctx }) => ({ items: await listNotices(ctx.deps, ctx.user) })),

  dismissNotice: viewerProcedure
    .input(byId)
    .output(z.object({ success: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await dismissNotice(ctx.deps, ctx.user, input.id);
      return { success: true as const };
    }),

  /** Open to anyone: the token is what lets one in. */
  invitation: publicProcedure
    .input(z.object({ token: inviteToken }))
    .output(z.object({ email: z.string(), name: z.string().nullable() }))
    .query(({ ctx, input }) => loadInvitation(ctx.deps, { ...input, ipAddress: ctx.ipAddress })),

  /** Open to anyone: the token is what lets one in. */
  acceptInvite: publicProcedure
    .input(z.object({ token: inviteToken, password: passwordSchema }))
    .output(z.object({ email: z.string() }))
    .mutation(({ ctx, input }) => acceptInvite(ctx.deps, { ...input, ipAddress: ctx.ipAddress })),
});
