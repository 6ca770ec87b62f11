import { type SessionUser } from "../../context";
import { type Deps } from "../../deps";

/** @returns who a session belongs to as the database knows them now, or null when the session is over. */
export async function loadSessionUser(
  deps: Deps,
  session: { userId: string; sessionVersion: number },
): Promise<SessionUser | null> {
  const user = await deps.db.prisma.user.findUnique({
    where: { id: session.userId },
    select: { id: true, email: true, name: true, role: true, active: true, sessionVersion: true },
  });
  if (!user?.active || user.sessionVersion !== session.sessionVersion) return null;
  const { id, email, name, role } = user;
  return { id, email, name, role };
}
