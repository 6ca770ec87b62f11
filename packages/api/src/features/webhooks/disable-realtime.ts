import { type Deps } from "../../deps";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { explainFathomError } from "../connections/explain-fathom-error";
import { loadSettings, requireApiKey, requireReadableSecrets } from "../settings/load-settings";
import { replaceWebhookSecret } from "../settings/replace-webhook-secret";
import { writeSettings } from "../settings/write-settings";

/**
 * Deletes the webhook at Fathom first (one that is gone already is fine), then its id and secret here: the other way
 * round Fathom would go on delivering what nobody can check. A secret that was set by hand is only forgotten.
 * @throws AppError of {@link requireApiKey} without a key to delete it with, of {@link explainFathomError}
 */
export async function disableRealtime(deps: Deps, actor: Actor): Promise<void> {
  const settings = await loadSettings(deps);
  requireReadableSecrets(settings);
  const { webhook, webhookSecret } = settings;
  if (!webhook && webhookSecret === null) return;
  if (webhook) {
    const apiKey = requireApiKey(settings);
    try {
      await deps.fathom(apiKey).deleteWebhook(webhook.id);
    } catch (error) {
      throw explainFathomError(error);
    }
  }
  await deps.db.prisma.$transaction(async (tx) => {
    const cleared = replaceWebhookSecret(webhookSecret, null, deps.clock.now());
    await writeSettings(
      deps,
      tx,
      { ...cleared, fathom_webhook_id: null, fathom_webhook_url: null },
      actor.userId,
    );
    await writeAudit(deps, tx, actor, {
      action: "realtime.disable",
      subject: "fathom_webhook_secret",
      oldValue: webhookSecret,
      details: { url: webhook?.url ?? null },
    });
  });
}
