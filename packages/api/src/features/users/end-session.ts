import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";

/** No cookie lives longer than this (see session-token.ts in the web app), so older notes say nothing any more. */
const KEPT_HOURS = 24;

/** Signs one session out for good: its cookie opens nothing from now on, wherever a copy of it is. */
export async function endSession(deps: Deps, sessionId: string, actor: Actor): Promise<void> {
  const now = deps.clock.now();
  await deps.db.prisma.$transaction(async (tx) => {
    const ended = await tx.$executeRaw`
      INSERT INTO ended_sessions (session_id, ended_at) VALUES (${sessionId}::uuid, ${now}) ON CONFLICT DO NOTHING`;
    if (ended === 0) return;
    await tx.endedSession.deleteMany({
      where: { endedAt: { lt: new Date(now.getTime() - KEPT_HOURS * 3_600_000) } },
    });
    await writeAudit(deps, tx, actor, { action: "sign_out" });
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
