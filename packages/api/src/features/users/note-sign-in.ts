import { type Deps } from "../../deps";
import { type Actor } from "../../context";
import { AppError } from "../../errors";
import { limitAttempts } from "../../limit-attempts";
import { type AuditEntry, writeAudit } from "../audit/write-audit";

/** Writes a sign-in down, on the user and in the audit log. */
export async function noteSignIn(
  deps: Deps,
  user: { id: string; email: string },
  how: { ipAddress: string | null; way: "password" | "oidc" },
): Promise<void> {
  const actor = { userId: user.id, ipAddress: how.ipAddress };
  await deps.db.prisma.$transaction(async (tx) => {
    await tx.user.update({
      where: { id: user.id },
      data: { lastSignInAt: deps.clock.now() },
      select: { id: true },
    });
    await writeAudit(deps, tx, actor, {
      action: "sign_in.success",
      subject: user.email,
      details: { way: how.way },
    });
  });
}

/**
 * Writes down that somebody could not sign in. Strangers can make this happen as often as they like, so beyond five
 * hundred in an hour there is one entry for all that follow.
 */
export async function noteFailedSignIn(deps: Deps, actor: Actor, entry: AuditEntry): Promise<void> {
  try {
    await limitAttempts(deps, "sign_in_failure", {}, () =>
      writeAudit(deps, deps.db.prisma, { userId: null, ipAddress: null }, { action: "sign_in.many_failed" }),
    );
  } catch (error) {
    if (error instanceof AppError) return;
    throw error;
  }
  await writeAudit(deps, deps.db.prisma, actor, entry);
}
