import { SESSION_SECONDS } from "@koppeling/api/features/users/load-session-user";
import { z } from "zod";

const sessionTokenSchema = z.object({
  userId: z.string(),
  /** The user's version at sign-in. A demotion, a new password or "sign out everywhere" raises it in the database. */
  sessionVersion: z.number(),
  signedInAt: z.number(),
  /** The session's row in the database. Without that row the cookie gives no access. */
  sessionId: z.uuid(),
});

export type SessionToken = z.output<typeof sessionTokenSchema>;

export const toSeconds = (instant: Date) => Math.floor(instant.getTime() / 1000);

/** @returns null for a payload that is not a session token, and for one past its absolute end */
export function readSessionToken(payload: unknown, now: Date): SessionToken | null {
  const parsed = sessionTokenSchema.safeParse(payload);
  if (!parsed.success || toSeconds(now) - parsed.data.signedInAt >= SESSION_SECONDS) return null;
  return parsed.data;
}
