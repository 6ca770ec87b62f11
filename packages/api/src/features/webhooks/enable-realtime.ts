import { type FathomClient, type FathomWebhook } from "@koppeling/fathom/client";
import { FathomBadResponseError } from "@koppeling/fathom/errors";
import { isValidWebhookSecret } from "@koppeling/fathom/verify-webhook";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { explainFathomError } from "../connections/explain-fathom-error";
import {
  loadSettings,
  requireApiKey,
  requireReadableSecrets,
  type Settings,
} from "../settings/load-settings";
import { replaceWebhookSecret } from "../settings/replace-webhook-secret";
import { writeSettings } from "../settings/write-settings";
import { checkPublicAddress } from "../../check-public-address";
import { disableRealtime } from "./disable-realtime";

/** Everything that a key can see; what is not a rep's call is left out by the matching. */
const TRIGGERS = [
  "my_recordings",
  "shared_external_recordings",
  "my_shared_with_team_recordings",
  "shared_team_recordings",
] as const;

/**
 * Registers the webhook at Fathom and keeps its id and secret, sealed, in one transaction. Fathom shows the secret
 * this once: when it cannot be stored, the webhook is taken away again. Switched on already, nothing happens; at
 * another address than now, or when its secret was cleared, the old webhook makes place for the new one.
 * @throws AppError `public_address`, those of {@link requireApiKey} and {@link explainFathomError}
 */
export async function enableRealtime(deps: Deps, actor: Actor): Promise<void> {
  const { url, reachable } = checkPublicAddress(deps.config.nextauthUrl, deps.config.fathomApiBaseUrl);
  if (!reachable) throw new AppError("public_address", { address: new URL(url).origin });
  const settings = await loadSettings(deps);
  requireReadableSecrets(settings);
  const apiKey = requireApiKey(settings);
  if (settings.webhook?.url === url && settings.stored.webhookSecret) return;
  if (settings.webhook) await disableRealtime(deps, actor);

  const fathom = deps.fathom(apiKey);
  const webhook = await createWebhook(fathom, url);
  try {
    if (!isValidWebhookSecret(webhook.secret)) {
      throw explainFathomError(
        new FathomBadResponseError("Fathom's webhook has a secret that signs nothing"),
      );
    }
    if (await storeWebhook(deps, { webhook, url, settings, actor })) return;
  } catch (error) {
    await removeAgain(deps, fathom, webhook);
    throw error;
  }
  // Someone else was a moment earlier; theirs stays.
  await removeAgain(deps, fathom, webhook);
}

async function createWebhook(fathom: FathomClient, destinationUrl: string): Promise<FathomWebhook> {
  try {
    return await fathom.createWebhook({
      destinationUrl,
      triggeredFor: [...TRIGGERS],
      includeTranscript: true,
      includeSummary: true,
      includeActionItems: true,
    });
  } catch (error) {
    throw explainFathomError(error);
  }
}

/** @returns false when another webhook has been stored meanwhile */
async function storeWebhook(
  deps: Deps,
  input: { webhook: FathomWebhook; url: string; settings: Settings; actor: Actor },
): Promise<boolean> {
  const { webhook, url, settings, actor } = input;
  return await deps.db.prisma.$transaction(async (tx) => {
    // Two admins who press at once: the second waits here, and sees the first one's.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('fathom_webhook'))`;
    const known = await tx.systemSetting.findUnique({
      where: { settingKey: "fathom_webhook_id" },
      select: { settingValue: true },
    });
    if (known?.settingValue) return false;
    await writeSettings(
      deps,
      tx,
      {
        ...replaceWebhookSecret(settings.webhookSecret, webhook.secret, deps.clock.now()),
        fathom_webhook_id: webhook.id,
        fathom_webhook_url: url,
      },
      actor.userId,
    );
    await writeAudit(deps, tx, actor, {
      action: "realtime.enable",
      subject: "fathom_webhook_secret",
      oldValue: settings.webhookSecret,
      newValue: webhook.secret,
      details: { url },
    });
    return true;
  });
}

async function removeAgain(deps: Deps, fathom: FathomClient, webhook: FathomWebhook): Promise<void> {
  try {
    await fathom.deleteWebhook(webhook.id);
  } catch (error) {
    deps.log.error(
      { webhookId: webhook.id, err: error },
      "a webhook is registered at Fathom that is not stored here; delete it there by this id",
    );
  }
}
