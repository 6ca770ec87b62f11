import { z } from "zod";
import { toActor } from "../../context";
import { AppError } from "../../errors";
import { adminProcedure, publicProcedure, router, steppedUpProcedure, viewerProcedure } from "../../trpc";
import { acceptInvite, loadInvitation } from "./accept-invite";
import { changePassword } from "./change-password";
import { awaitProvider, confirmIdentity, loadConfirmationWays } from "./confirm-identity";
import { disableUser, enableUser } from "./disable-user";
import { endAllSessions, endOwnSessions } from "./end-session";
import { inviteSchema, inviteUser, renewInvite } from "./invite-user";
import { dismissNotice, listNotices, noticeSchema } from "./list-notices";
import { listedSessionSchema, listSessions } from "./list-sessions";
import { listedUserSchema, listUsers, loadListedUser } from "./list-users";
import { updateUser, userChangeSchema } from "./update-user";

const userSchema = listedUserSchema.extend({ isYou: z.boolean() });
const byId = z.object({ id: z.uuid() });
const inviteOutput = z.object({ inviteUrl: z.string(), expiresAt: z.date() });
/** Shown once; 43 characters as it is made, and anything of that kind is looked up. */
const inviteToken = z.string().min(1).max(200);
const password = z.string().min(1).max(1024);

export const usersRouter = router({
  me: viewerProcedure
    .output(
      z.object({
        id: z.string(),
        email: z.string(),
        name: z.string().nullable(),
        role: z.enum(["admin", "viewer"]),
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

  signOutEverywhere: viewerProcedure
    .input(z.object({ id: z.uuid().optional() }).default({}))
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx, input }) => {
      const id = input.id ?? ctx.user.id;
      if (id !== ctx.user.id && ctx.user.role !== "admin") throw new AppError("not_allowed");
      await endAllSessions(ctx.deps, id, toActor(ctx));
      return { id };
    }),

  changePassword: viewerProcedure
    .input(z.object({ current: password, next: password }))
    .output(z.object({ success: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await changePassword(ctx.deps, ctx.user, input, toActor(ctx));
      return { success: true as const };
    }),

  /** How one can prove who one is; `provider` is its name. */
  confirmation: viewerProcedure
    .output(z.object({ password: z.boolean(), provider: z.string().nullable(), confirmed: z.boolean() }))
    .query(({ ctx }) => loadConfirmationWays(ctx.deps, ctx.user)),

  confirmIdentity: viewerProcedure
    .input(z.object({ password }))
    .output(z.object({ success: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await confirmIdentity(ctx.deps, ctx.user, input, toActor(ctx));
      return { success: true as const };
    }),

  /** Before a fresh sign-in with the provider, which then is the answer. */
  awaitProvider: viewerProcedure.output(z.object({ success: z.literal(true) })).mutation(async ({ ctx }) => {
    await awaitProvider(ctx.deps, ctx.user);
    return { success: true as const };
  }),

  sessions: viewerProcedure
    .output(z.object({ items: z.array(listedSessionSchema) }))
    .query(async ({ ctx }) => ({ items: await listSessions(ctx.deps, ctx.user) })),

  endSession: viewerProcedure
    .input(byId)
    .output(z.object({ ended: z.number() }))
    .mutation(async ({ ctx, input }) => ({
      ended: await endOwnSessions(ctx.deps, ctx.user, input, toActor(ctx)),
    })),

  endOtherSessions: viewerProcedure.output(z.object({ ended: z.number() })).mutation(async ({ ctx }) => ({
    ended: await endOwnSessions(ctx.deps, ctx.user, "others", toActor(ctx)),
  })),

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
    .input(z.object({ token: inviteToken, password }))
    .output(z.object({ email: z.string() }))
    .mutation(({ ctx, input }) => acceptInvite(ctx.deps, { ...input, ipAddress: ctx.ipAddress })),
});
