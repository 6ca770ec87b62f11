import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor, SYSTEM, writeAudit } from "../audit/write-audit";
import { normalizeEmail } from "../sync/normalize-email";

/**
 * Ends a user's access, open sessions included.
 * @throws AppError `not_found`; `last_admin` rather than locking everybody out
 */
export async function disableUser(deps: Deps, email: string, actor: Actor = SYSTEM): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    // Two admins who disable each other at once would both see the other: one waits here.
    await tx.$queryRaw`SELECT id FROM users WHERE role = 'admin' AND active ORDER BY id FOR UPDATE`;
    const user = await tx.user.findUnique({
      where: { email: normalizeEmail(email) },
      select: { id: true, role: true, active: true },
    });
    if (!user) throw new AppError("not_found");
    if (!user.active) return;
    const admins = await tx.user.count({ where: { role: "admin", active: true } });
    if (user.role === "admin" && admins === 1) throw new AppError("last_admin");
    await tx.user.update({
      where: { id: user.id },
      data: { active: false, sessionVersion: { increment: 1 } },
      select: { id: true },
    });
    await writeAudit(deps, tx, actor, { action: "user.disable", subject: normalizeEmail(email) });
  });
}
