import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor, SYSTEM } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { normalizeEmail } from "../../normalize-email";
import { lockAdmins, requireAnotherAdmin } from "./lock-admins";

/**
 * Ends a user's access, open sessions included.
 * @param who an id, or an e-mail address in any spelling
 * @throws AppError `not_found`; `last_admin` rather than locking everybody out
 */
export async function disableUser(
  deps: Deps,
  who: { id: string } | { email: string },
  actor: Actor = SYSTEM,
): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    await lockAdmins(tx);
    const user = await tx.user.findUnique({
      where: "id" in who ? who : { email: normalizeEmail(who.email) },
      select: { id: true, email: true, role: true, active: true },
    });
    if (!user) throw new AppError("not_found");
    if (!user.active) return;
    if (user.role === "admin") await requireAnotherAdmin(tx, user.id);
    await tx.user.update({
      where: { id: user.id },
      data: { active: false, disabledAt: deps.clock.now(), sessionVersion: { increment: 1 } },
      select: { id: true },
    });
    await tx.userInvite.deleteMany({ where: { userId: user.id } });
    await writeAudit(deps, tx, actor, { action: "user.disable", subject: user.email });
  });
}

/** Lets a disabled user sign in again; sessions from before stay over, and the provider's next subject counts. @throws AppError `not_found` */
export async function enableUser(deps: Deps, id: string, actor: Actor): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id }, select: { email: true, active: true } });
    if (!user) throw new AppError("not_found");
    if (user.active) return;
    await tx.user.update({
      where: { id },
      data: { active: true, disabledAt: null, oidcSubject: null },
      select: { id: true },
    });
    await writeAudit(deps, tx, actor, { action: "user.enable", subject: user.email });
  });
}
