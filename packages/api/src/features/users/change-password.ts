import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { checkPassword } from "./check-password";
import { hashPassword, verifyPassword } from "./hash-password";

/**
 * Changes a user's own password, who gives the present one again. Every session ends, this one included, and an open
 * one-time link no longer works.
 * @throws AppError `wrong_password`, `weak_password`
 */
export async function changePassword(
  deps: Deps,
  input: { userId: string; current: string; next: string; actor: Actor },
): Promise<void> {
  const user = await deps.db.prisma.user.findUnique({
    where: { id: input.userId },
    select: { email: true, name: true, passwordHash: true },
  });
  if (!user || !(await verifyPassword(user.passwordHash, input.current))) {
    await writeAudit(deps, deps.db.prisma, input.actor, {
      action: "user.change_password_denied",
      subject: user?.email ?? null,
    });
    throw new AppError("wrong_password");
  }
  if (input.next === input.current || checkPassword(input.next, [user.email, user.name]) !== null)
    throw new AppError("weak_password");
  const passwordHash = await hashPassword(input.next);
  await deps.db.prisma.$transaction(async (tx) => {
    await tx.user.update({
      where: { id: input.userId },
      data: { passwordHash, sessionVersion: { increment: 1 } },
      select: { id: true },
    });
    await tx.userInvite.deleteMany({ where: { userId: input.userId } });
    await writeAudit(deps, tx, input.actor, { action: "user.change_password", subject: user.email });
  });
}
