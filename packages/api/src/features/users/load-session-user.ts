import { type SessionUser } from "../../context";
import { type Deps } from "../../deps";

/** What a session's cookie says of itself. */
export type Session = { userId: string; sessionVersion: number; sessionId: string };

/** However busy somebody is: after this they sign in again. */
export const SESSION_SECONDS = 12 * 60 * 60;
/** Without use a session lapses after this. */
export const IDLE_SECONDS = 60 * 60;
/** How old the note of a session's last use may get: one write in a while, instead of one for each request. */
export const TOUCH_SECONDS = 5 * 60;

/** Since when a session must have begun, and have been used, to be one still. */
export function liveSince(deps: Deps): { begun: Date; used: Date } {
  const now = deps.clock.now().getTime();
  return {
    begun: new Date(now - SESSION_SECONDS * 1000),
    used: new Date(now - (IDLE_SECONDS + TOUCH_SECONDS) * 1000),
  };
}

/** @returns who a session belongs to as the database knows them now, or null when the session is over. */
export async function loadSessionUser(deps: Deps, session: Session): Promise<SessionUser | null> {
  const now = deps.clock.now();
  const { begun, used } = liveSince(deps);
  const { rows } = await deps.db.pool.query<SessionUser & { lastSeenAt: Date; mustEnrol: boolean }>({
    name: "load-session-user",
    text: `SELECT u.id, u.email, u.name, u.role::text AS role, s.last_seen_at AS "lastSeenAt",
             s.way = 'password'
               AND EXISTS (SELECT FROM system_settings p WHERE p.setting_key = 'second_factor_required'
                 AND (p.setting_value = 'everyone' OR p.setting_value = 'admins' AND u.role = 'admin'))
               AND NOT EXISTS (SELECT FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
               AS "mustEnrol"
           FROM sessions s JOIN users u ON u.id = s.user_id AND u.session_version = s.session_version
           WHERE s.id = $1 AND u.id = $2 AND u.session_version = $3 AND u.active
             AND s.created_at > $4 AND s.last_seen_at > $5`,
    values: [session.sessionId, session.userId, session.sessionVersion, begun, used],
  });
  const [row] = rows;
  if (!row) return null;
  const { lastSeenAt, mustEnrol, ...user } = row;
  if (now.getTime() - lastSeenAt.getTime() > TOUCH_SECONDS * 1000)
    await deps.db.pool.query("UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2", [
      session.sessionId,
      now,
    ]);
  return { ...user, session: { id: session.sessionId, mustEnrol } };
}
