import { type Actor, type SessionUser } from "../../context";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { writeAudit } from "../audit/write-audit";

/** Signs one session out for good: its cookie opens nothing from now on, wherever a copy of it is. */
export async function endSession(deps: Deps, sessionId: string, actor: Actor): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id: sessionId } });
    if (count > 0) await writeAudit(deps, tx, actor, { action: "sign_out" });
  });
}

/**
 * Ends sessions of one's own: one of them, or all but the one that asks.
 * @returns how many
 * @throws AppError `not_found` for one that is over, or somebody else's
 */
export async function endOwnSessions(
  deps: Deps,
  user: SessionUser,
  which: { id: string } | "others",
  actor: Actor,
): Promise<number> {
  const id = which === "others" ? (user.session ? { not: user.session.id } : undefined) : which.id;
  return await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { userId: user.id, ...(id ? { id } : {}) } });
    if (which !== "others" && count === 0) throw new AppError("not_found");
    if (count > 0)
      await writeAudit(deps, tx, actor, {
        action: "user.end_sessions",
        subject: user.email,
        details: { count },
      });
    return count;
  });
}

/** Ends every session of a user, on every machine. @throws AppError `not_found` */
export async function endAllSessions(deps: Deps, id: string, actor: Actor): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id }, select: { email: true } });
    if (!user) throw new AppError("not_found");
    await tx.user.update({
      where: { id },
      data: { sessionVersion: { increment: 1 } },
      select: { id: true },
    });
    await writeAudit(deps, tx, actor, { action: "user.sign_out_everywhere", subject: user.email });
  });
}
