import { cleanText } from "@koppeling/fathom/clean-text";
import { type SessionUser } from "../../context";
import { type Deps } from "../../deps";
import { writeAudit } from "../audit/write-audit";
import { normalizeEmail } from "../sync/normalize-email";
import { verifyPassword } from "./hash-password";
import { forgetAttempts, limitAttempts } from "./limit-attempts";

/**
 * Checks a sign-in; counted per account and per address, and kept in the audit log either way.
 * @returns the user, or null: which of the two was wrong is not said.
 * @throws AppError `too_many_attempts`
 */
export async function verifyCredentials(
  deps: Deps,
  input: { email: string; password: string; ipAddress: string | null },
): Promise<(SessionUser & { sessionVersion: number }) | null> {
  const email = normalizeEmail(cleanText(input.email, 320));
  await limitAttempts(deps, "sign_in_account", email);
  if (input.ipAddress) await limitAttempts(deps, "sign_in_address", input.ipAddress);

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
  const actor = { userId: user?.id ?? null, ipAddress: input.ipAddress };
  if (!user || !matches || !user.active) {
    await writeAudit(deps, deps.db.prisma, actor, { action: "sign_in.failed", subject: email });
    return null;
  }
  await forgetAttempts(deps, "sign_in_account", email);
  await deps.db.prisma.$transaction(async (tx) => {
    await tx.user.update({
      where: { id: user.id },
      data: { lastSignInAt: deps.clock.now() },
      select: { id: true },
    });
    await writeAudit(deps, tx, actor, { action: "sign_in.success", subject: email });
  });
  const { id, name, role, sessionVersion } = user;
  return { id, email: user.email, name, role, sessionVersion };
}
