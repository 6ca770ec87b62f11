import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { verifyPassword } from "../users/hash-password";
import { loadSettings } from "./load-settings";

/**
 * Shows a stored secret to an admin who gives their password again. The audit row is written first: without it
 * nothing is shown.
 * @throws AppError `wrong_password`, `not_found` when there is no such secret, `settings_key` when it cannot be opened
 */
export async function revealSecret(
  deps: Deps,
  input: { field: "apiKey" | "webhookSecret"; password: string; userId: string; actor: Actor },
): Promise<string> {
  const subject = input.field === "apiKey" ? "fathom_api_key" : "fathom_webhook_secret";
  const user = await deps.db.prisma.user.findUnique({
    where: { id: input.userId },
    select: { passwordHash: true },
  });
  if (!(await verifyPassword(user?.passwordHash ?? null, input.password))) {
    await writeAudit(deps, deps.db.prisma, input.actor, { action: "settings.reveal_denied", subject });
    throw new AppError("wrong_password");
  }
  const settings = await loadSettings(deps);
  const value = settings[input.field];
  if (value === null) {
    if (!settings.stored[input.field]) throw new AppError("not_found");
    throw new AppError("settings_key", { keyId: settings.keyProblem?.keyId ?? "?" });
  }
  await writeAudit(deps, deps.db.prisma, input.actor, { action: "settings.reveal", subject });
  return value;
}
