import { cleanText } from "@koppeling/fathom/clean-text";
import { type SessionUser } from "../../context";
import { type Deps } from "../../deps";
import { writeAudit } from "../audit/write-audit";
import { isEmailAddress, normalizeEmail } from "../../normalize-email";
import { checkSecondFactor } from "./check-second-factor";
import { verifyPassword } from "./hash-password";
import { limitSignIn } from "./limit-sign-in";
import { noteSignIn } from "./note-sign-in";

/** Who signed in, and the version of their sessions at that moment. */
export type SignedIn = SessionUser & { sessionVersion: number };

/**
 * Checks a sign-in; counted per account and per address, and kept in the audit log either way.
 * @returns the user, or null: which of the two was wrong is not said.
 * @throws AppError `too_many_attempts`; `second_factor_needed` and `wrong_code` once the password is right
 */
export async function verifyCredentials(
  deps: Deps,
  input: { email: string; password: string; code?: string | undefined; ipAddress: string | null },
): Promise<SignedIn | null> {
  const { ipAddress } = input;
  const typed = normalizeEmail(cleanText(input.email, 320));
  // People type a password into the wrong field: what is no address is kept nowhere.
  const email = isEmailAddress(typed) ? typed : "";
  const settle = await limitSignIn(deps, { email, ipAddress });
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
  const matches = await verifyPassword(user?.passwordHash ?? null, input.password);
  if (!user || !matches || !user.active) {
    const actor = { userId: user?.id ?? null, ipAddress };
    await writeAudit(deps, deps.db.prisma, actor, { action: "sign_in.failed", subject: email || null });
    return null;
  }
  await checkSecondFactor(deps, user, input.code, { userId: user.id, ipAddress });
  await settle();
  await noteSignIn(deps, user, { ipAddress, way: "password" });
  const { id, name, role, sessionVersion } = user;
  return { id, email: user.email, name, role, sessionVersion };
}
