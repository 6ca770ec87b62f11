import { type z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { isUniqueViolation } from "../../is-unique-violation";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { createInvite, type Invite } from "./create-invite";
import { type ListedUser, loadListedUser } from "./list-users";
import { type inviteSchema } from "./user-schemas";

/**
 * Makes a user without a password, and the one-time link with which they choose one; whoever invites passes it on.
 * @throws AppError `email_taken`
 */
export async function inviteUser(
  deps: Deps,
  input: z.output<typeof inviteSchema>,
  actor: Actor,
): Promise<Invite & { user: ListedUser }> {
  const { email } = input;
  try {
    const { id, invite } = await deps.db.prisma.$transaction(async (tx) => {
      const user = await tx.user.create({
        data: { email, name: input.name ?? null, role: input.role },
        select: { id: true },
      });
      await writeAudit(deps, tx, actor, {
        action: "user.invite",
        subject: email,
        details: { role: input.role },
      });
      return { id: user.id, invite: await createInvite(deps, tx, user.id) };
    });
    return { ...invite, user: await loadListedUser(deps, id) };
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("email_taken", {}, { cause: error });
    throw error;
  }
}

/**
 * Makes a new one-time link for a user: the old one was lost or has lapsed, or the password is forgotten. The password
 * that there is goes on working until the link is used.
 * @throws AppError `not_found`, also for a user who is disabled; `own_link` for oneself, whose way to a new password asks
 *   for the present one
 */
export async function renewInvite(deps: Deps, id: string, actor: Actor): Promise<Invite> {
  if (id === actor.userId) throw new AppError("own_link");
  return await deps.db.prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id }, select: { email: true, active: true } });
    if (!user?.active) throw new AppError("not_found");
    await writeAudit(deps, tx, actor, { action: "user.renew_invite", subject: user.email });
    return await createInvite(deps, tx, id);
  });
}
