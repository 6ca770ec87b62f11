import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { writeAudit } from "../audit/write-audit";
import { checkPassword } from "./check-password";
import { hashInviteToken } from "./create-invite";
import { hashPassword } from "./hash-password";
import { limitAttempts } from "../../limit-attempts";
import { addNotice } from "./list-notices";

/**
 * Who a one-time link is for.
 * @throws AppError `invite_over` for one that is used, lapsed, replaced, made up, or of a disabled user: they look alike
 */
export async function loadInvitation(
  deps: Deps,
  input: { token: string; ipAddress: string | null },
): Promise<{ email: string; name: string | null }> {
  if (input.ipAddress) await limitAttempts(deps, "invite", { address: input.ipAddress });
  const { user } = await findInvite(deps, input.token);
  return { email: user.email, name: user.name };
}

/**
 * Sets the password that somebody chose with their one-time link. The link is gone with it, and every session that was
 * open: of two who use it at once, one wins.
 * @throws AppError `invite_over`, `weak_password`, `too_many_attempts`
 */
export async function acceptInvite(
  deps: Deps,
  input: { token: string; password: string; ipAddress: string | null },
): Promise<{ email: string }> {
  if (input.ipAddress) await limitAttempts(deps, "invite", { address: input.ipAddress });
  const { user } = await findInvite(deps, input.token);
  if ((await checkPassword(input.password, [user.email, user.name])) !== null)
    throw new AppError("weak_password");
  const passwordHash = await hashPassword(input.password);
  await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.userInvite.deleteMany({
      where: { tokenHash: hashInviteToken(input.token), expiresAt: { gt: deps.clock.now() } },
    });
    if (count === 0) throw new AppError("invite_over");
    await tx.user.update({
      where: { id: user.id },
      data: { passwordHash, sessionVersion: { increment: 1 } },
      select: { id: true },
    });
    const actor = { userId: user.id, ipAddress: input.ipAddress };
    // A first password is no change of one.
    if (user.passwordHash !== null)
      await addNotice(deps, tx, {
        userId: user.id,
        kind: "password_changed",
        ipAddress: input.ipAddress,
      });
    await writeAudit(deps, tx, actor, { action: "user.accept_invite", subject: user.email });
  });
  return { email: user.email };
}

async function findInvite(deps: Deps, token: string) {
  const invite = await deps.db.prisma.userInvite.findUnique({
    where: { tokenHash: hashInviteToken(token) },
    select: {
      expiresAt: true,
      user: { select: { id: true, email: true, name: true, active: true, passwordHash: true } },
    },
  });
  if (!invite?.user.active || invite.expiresAt <= deps.clock.now()) throw new AppError("invite_over");
  return invite;
}
