import { SESSION_SECONDS } from "@koppeling/api/features/users/load-session-user";
import { z } from "zod";

const sessionTokenSchema = z.object({
  userId: z.string(),
  /** The user's own, at sign-in: a demotion, a new password or "sign out everywhere" raises it in the database. */
  sessionVersion: z.number(),
  signedInAt: z.number(),
  /** The row in the database without which the cookie opens nothing. */
  sessionId: z.uuid(),
});

export type SessionToken = z.output<typeof sessionTokenSchema>;

export const toSeconds = (instant: Date) => Math.floor(instant.getTime() / 1000);

/** @returns null for what is not a token of ours, and for one past its absolute end. */
export function readSessionToken(payload: unknown, now: Date): SessionToken | null {
  const parsed = sessionTokenSchema.safeParse(payload);
  if (!parsed.success || toSeconds(now) - parsed.data.signedInAt >= SESSION_SECONDS) return null;
  return parsed.data;
}
