import { type Actor, type SessionUser } from "../../context";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { writeAudit } from "../audit/write-audit";
import { checkPassword } from "./check-password";
import { checkOwnPassword } from "./confirm-identity";
import { hashPassword } from "./hash-password";
import { addNotice } from "./list-notices";

/**
 * Changes a user's own password, who gives the present one again. Every session ends, this one included, and an open
 * one-time link no longer works. They are told so at their next sign-in.
 * @throws AppError `wrong_password`, `weak_password`, `too_many_attempts`, `confirmation_required`
 */
export async function changePassword(
  deps: Deps,
  user: SessionUser,
  input: { current: string; next: string },
  actor: Actor,
): Promise<void> {
  const denied = { action: "user.change_password_denied", subject: user.email };
  await checkOwnPassword(deps, user, { password: input.current, denied }, actor);
  if (input.next === input.current || (await checkPassword(input.next, [user.email, user.name])) !== null)
    throw new AppError("weak_password");
  const passwordHash = await hashPassword(input.next);
  await deps.db.prisma.$transaction(async (tx) => {
    await tx.user.update({
      where: { id: user.id },
      data: { passwordHash, sessionVersion: { increment: 1 } },
      select: { id: true },
    });
    await tx.userInvite.deleteMany({ where: { userId: user.id } });
    await addNotice(deps, tx, { userId: user.id, kind: "password_changed", ipAddress: actor.ipAddress });
    await writeAudit(deps, tx, actor, { action: "user.change_password", subject: user.email });
  });
}
