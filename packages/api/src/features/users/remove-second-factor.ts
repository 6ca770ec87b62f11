import { type Actor, type SessionUser, SYSTEM } from "../../context";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { writeAudit } from "../audit/write-audit";
import { normalizeEmail } from "../../normalize-email";
import { addNotice, ofOwnAct } from "./list-notices";

/** Switches one's own second factor off. */
export async function removeSecondFactor(deps: Deps, user: SessionUser, actor: Actor): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.secondFactor.deleteMany({ where: { userId: user.id } });
    await tx.recoveryCode.deleteMany({ where: { userId: user.id } });
    if (count === 0) return;
    await addNotice(deps, tx, { ...ofOwnAct(user, actor), kind: "second_factor_removed" });
    await writeAudit(deps, tx, actor, { action: "user.remove_second_factor", subject: user.email });
  });
}

/**
 * Takes a user's second factor away, who has lost both app and recovery codes; they are told so. Where one is required
 * they set up another after their next sign-in.
 * @param who an id, or an e-mail address in any spelling
 * @returns whether there was one
 * @throws AppError `not_found`
 */
export async function resetSecondFactor(
  deps: Deps,
  who: { id: string } | { email: string },
  actor: Actor = SYSTEM,
): Promise<boolean> {
  return await deps.db.prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({
      where: "id" in who ? who : { email: normalizeEmail(who.email) },
      select: { id: true, email: true },
    });
    if (!user) throw new AppError("not_found");
    const { count } = await tx.secondFactor.deleteMany({ where: { userId: user.id } });
    await tx.recoveryCode.deleteMany({ where: { userId: user.id } });
    if (count === 0) return false;
    await addNotice(deps, tx, {
      userId: user.id,
      kind: "second_factor_reset",
      ipAddress: actor.ipAddress,
    });
    await writeAudit(deps, tx, actor, { action: "user.reset_second_factor", subject: user.email });
    return true;
  });
}
