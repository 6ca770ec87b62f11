import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { limitAttempts } from "../../limit-attempts";
import { type Actor } from "../../context";
import { writeAudit } from "./write-audit";

/**
 * Writes down that a user asked for what they may not. After twenty in ten minutes it no longer does: one more says
 * nothing new, and nobody should be able to fill the log.
 */
export async function noteDenial(deps: Deps, actor: Actor, subject: string): Promise<void> {
  try {
    await limitAttempts(
      deps,
      "denial",
      actor.userId ? { subject: actor.userId } : { address: actor.ipAddress },
    );
    await writeAudit(deps, deps.db.prisma, actor, { action: "access.denied", subject });
  } catch (error) {
    // The answer is no either way.
    if (!(error instanceof AppError))
      deps.log.error({ err: error, subject }, "a denial could not be written down");
  }
}
