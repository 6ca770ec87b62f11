import { z } from "zod";
import { toActor } from "../../context";
import { AppError } from "../../errors";
import { adminProcedure, publicProcedure, router, viewerProcedure } from "../../trpc";
import { acceptInvite, loadInvitation } from "./accept-invite";
import { changePassword } from "./change-password";
import { disableUser, enableUser } from "./disable-user";
import { endAllSessions } from "./end-session";
import { inviteSchema, inviteUser, renewInvite } from "./invite-user";
import { limitAttempts } from "../../limit-attempts";
import { listedUserSchema, listUsers, loadListedUser } from "./list-users";
import { updateUser, userChangeSchema } from "./update-user";

const userSchema = listedUserSchema.extend({ isYou: z.boolean() });
const oneUser = z.object({ id: z.uuid() });
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

  invite: adminProcedure
    .input(inviteSchema)
    .output(inviteOutput.extend({ user: userSchema }))
    .mutation(async ({ ctx, input }) => {
      const { user, ...invite } = await inviteUser(ctx.deps, input, toActor(ctx));
      return { ...invite, user: { ...user, isYou: false } };
    }),

  renewInvite: adminProcedure
    .input(oneUser)
    .output(inviteOutput)
    .mutation(({ ctx, input }) => renewInvite(ctx.deps, input.id, toActor(ctx))),

  update: adminProcedure
    .input(userChangeSchema)
    .output(userSchema)
    .mutation(async ({ ctx, input }) => {
      await updateUser(ctx.deps, input, toActor(ctx));
      return { ...(await loadListedUser(ctx.deps, input.id)), isYou: input.id === ctx.user.id };
    }),

  disable: adminProcedure
    .input(oneUser)
    .output(userSchema)
    .mutation(async ({ ctx, input }) => {
      await disableUser(ctx.deps, input, toActor(ctx));
      return { ...(await loadListedUser(ctx.deps, input.id)), isYou: input.id === ctx.user.id };
    }),

  enable: adminProcedure
    .input(oneUser)
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
      await limitAttempts(ctx.deps, "change_password", ctx.user.id);
      await changePassword(ctx.deps, { ...input, userId: ctx.user.id, actor: toActor(ctx) });
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
