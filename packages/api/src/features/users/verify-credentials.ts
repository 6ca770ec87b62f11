import { cleanText } from "@koppeling/fathom/clean-text";
import { type SessionUser } from "../../context";
import { type Deps } from "../../deps";
import { isEmailAddress, normalizeEmail } from "../../normalize-email";
import { checkSecondFactor } from "./check-second-factor";
import { verifyPassword } from "./hash-password";
import { limitSignIn, type Place } from "./limit-sign-in";
import { noteFailedSignIn, noteSignIn } from "./note-sign-in";

/** Who signed in, and the version of their sessions at that moment. */
export type SignedIn = SessionUser & { sessionVersion: number };

/**
 * Checks a sign-in; counted per account and per address, and kept in the audit log either way.
 * @returns the user, or null: which of the two was wrong is not said.
 * @throws AppError `too_many_attempts`, `too_busy`; `second_factor_needed` and `wrong_code` once the password is right
 */
export async function verifyCredentials(
  deps: Deps,
  input: { email: string; password: string; code?: string | undefined } & Place,
): Promise<SignedIn | null> {
  const { ipAddress, deviceToken } = input;
  const typed = normalizeEmail(cleanText(input.email, 320));
  // People type a password into the wrong field: what is no address is kept nowhere.
  const email = isEmailAddress(typed) ? typed : "";
  const { isKnownDevice, settle } = await limitSignIn(deps, { email, ipAddress, deviceToken });
  const user = await deps.db.prisma.user.findUnique({
    where: { email },
    select: {
      id: true,
      email: true,
      name: true,
      role: true,
      active: true,
      sessionVersion: true,
      passwordHash: true,
    },
  });
  const matches = await verifyPassword(
    user?.passwordHash ?? null,
    input.password,
    isKnownDevice ? "known" : "stranger",
  );
  if (!user || !matches || !user.active) {
    const actor = { userId: user?.id ?? null, ipAddress };
    await noteFailedSignIn(deps, actor, { action: "sign_in.failed", subject: email || null });
    return null;
  }
  await checkSecondFactor(deps, user, input.code, { userId: user.id, ipAddress }, deviceToken);
  await settle();
  await noteSignIn(deps, user, { ipAddress, way: "password" });
  const { id, name, role, sessionVersion } = user;
  return { id, email: user.email, name, role, sessionVersion };
}
