import { type Deps } from "../../deps";
import { writeAudit } from "../audit/write-audit";

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
