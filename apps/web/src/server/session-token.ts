import { z } from "zod";

/** next-auth renews the token on every use of the session; without use it lapses after this. */
export const IDLE_SECONDS = 60 * 60;
/** However busy somebody is: after this they sign in again. */
const ABSOLUTE_SECONDS = 12 * 60 * 60;

const sessionTokenSchema = z.object({
  userId: z.string(),
  /** The user's own, at sign-in: a demotion, a new password or "sign out everywhere" raises it in the database. */
  sessionVersion: z.number(),
  signedInAt: z.number(),
  /** Another one for each sign-in: what signing out ends in the database. */
  sessionId: z.uuid(),
});

export type SessionToken = z.output<typeof sessionTokenSchema>;

export const toSeconds = (instant: Date) => Math.floor(instant.getTime() / 1000);

/** @returns null for what is not a token of ours, and for one past its absolute end. */
export function readSessionToken(payload: unknown, now: Date): SessionToken | null {
  const parsed = sessionTokenSchema.safeParse(payload);
  if (!parsed.success || toSeconds(now) - parsed.data.signedInAt >= ABSOLUTE_SECONDS) return null;
  return parsed.data;
}
