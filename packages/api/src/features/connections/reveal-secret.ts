import { type Actor, type SessionUser } from "../../context";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { writeAudit } from "../audit/write-audit";
import { checkOwnPassword } from "../users/confirm-identity";
import { loadSettings, requireApiKey, requireWebhookSecret } from "../settings/load-settings";

/**
 * Shows a stored secret to an admin who gives their password again. The audit row is written first: without it
 * nothing is shown.
 * @throws AppError `wrong_password`, `too_many_attempts`, `confirmation_required`, `not_found` when there is no such secret, `settings_key` when it cannot be opened, `other_fathom` for a key that was stored for another Fathom
 */
export async function revealSecret(
  deps: Deps,
  user: SessionUser,
  input: { field: "apiKey" | "webhookSecret"; password: string },
  actor: Actor,
): Promise<string> {
  const subject = input.field === "apiKey" ? "fathom_api_key" : "fathom_webhook_secret";
  const denied = { action: "settings.reveal_denied", subject };
  await checkOwnPassword(deps, user, { password: input.password, denied }, actor);
  const settings = await loadSettings(deps);
  if (settings[input.field] === null && !settings.stored[input.field]) throw new AppError("not_found");
  const value = input.field === "apiKey" ? requireApiKey(settings) : requireWebhookSecret(settings);
  await writeAudit(deps, deps.db.prisma, actor, { action: "settings.reveal", subject });
  return value;
}
