import { type SessionUser } from "../../context";
import { type Deps } from "../../deps";

/** What a session's cookie says of itself. */
export type Session = { userId: string; sessionVersion: number; sessionId: string };

/** @returns who a session belongs to as the database knows them now, or null when the session is over. */
export async function loadSessionUser(deps: Deps, session: Session): Promise<SessionUser | null> {
  const { rows } = await deps.db.pool.query<SessionUser>({
    name: "load-session-user",
    text: `SELECT id, email, name, role::text AS role FROM users
           WHERE id = $1 AND active AND session_version = $2
             AND NOT EXISTS (SELECT FROM ended_sessions WHERE session_id = $3)`,
    values: [session.userId, session.sessionVersion, session.sessionId],
  });
  return rows[0] ?? null;
}
