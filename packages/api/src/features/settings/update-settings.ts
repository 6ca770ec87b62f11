import { z } from "zod";
import { announceRules } from "../../announce-rules";
import { type Deps } from "../../deps";
import { inputText } from "../../input-text";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { normalizeEmail } from "../../normalize-email";
import { apiKeySchema, webhookSecretSchema } from "./settings-schemas";
import { hashApiKey } from "./hash-api-key";
import { loadSettings, type Settings } from "./load-settings";
import { nameAudience } from "./name-audience";
import { replaceWebhookSecret } from "./replace-webhook-secret";
import { type SecretSettingKey, type SettingKey } from "./settings-registry";
import { writeSettings } from "./write-settings";

/** Taken with or without the @ before it. */
const domain = inputText()
  .max(253)
  .transform((text) => normalizeEmail(`@${text.replace(/^@/, "")}`).slice(1))
  .pipe(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "domain_shape"));

/** Absent leaves a setting as it is; null clears it. A mask never passes the schemas, so it cannot overwrite a secret. */
export const settingsChangeSchema = z.object({
  apiKey: apiKeySchema.nullish(),
  webhookSecret: webhookSecretSchema.nullish(),
  teamFilter: z.array(inputText().min(1).max(300)).max(200).optional(),
  matchDomains: z.array(domain).max(50).optional(),
  /** At most ten years, beyond which the answer is null: for good. */
  retentionDays: z.number().int().min(1).max(3650).nullish(),
});

export type SettingsChange = z.infer<typeof settingsChangeSchema>;

const UNTESTED = {
  fathom_connection_status: "not_configured",
  fathom_last_test: null,
  fathom_last_error: null,
  fathom_tested_key: null,
} as const;

/** What is known of a key that is saved: the word of its test. Another one has not been tested yet. */
function findStatus(deps: Deps, { candidateTest, testedKey }: Settings, apiKey: string | null) {
  if (apiKey === null) return UNTESTED;
  const hash = hashApiKey(deps, apiKey);
  if (candidateTest?.key === hash)
    return {
      fathom_connection_status: candidateTest.code === null ? "connected" : "error",
      fathom_last_test: candidateTest.at,
      fathom_last_error: candidateTest.code,
      fathom_tested_key: hash,
    };
  return testedKey === hash ? {} : UNTESTED;
}

/** Stores settings with one audit row for each that changed, in one transaction. Another key has not been tested yet. */
export async function updateSettings(deps: Deps, change: SettingsChange, actor: Actor): Promise<void> {
  const before = await loadSettings(deps);
  const changed = [
    compareSecret("fathom_api_key", change.apiKey, before.stored.apiKey, before.apiKey),
    compareSecret(
      "fathom_webhook_secret",
      change.webhookSecret,
      before.stored.webhookSecret,
      before.webhookSecret,
    ),
    compareList("fathom_team_filter", change.teamFilter, before.teamFilter),
    compareList("fathom_match_domains", change.matchDomains, before.matchDomains),
    compareNumber("transcript_retention_days", change.retentionDays, before.retentionDays),
  ].filter((entry) => entry !== null);
  if (changed.length === 0) return;

  const key = changed.find((entry) => entry.key === "fathom_api_key");
  await deps.db.prisma.$transaction(async (tx) => {
    const values = Object.fromEntries(changed.map((entry) => [entry.key, entry.value]));
    const secret = changed.find((entry) => entry.key === "fathom_webhook_secret");
    // Deliveries may be signed with the environment's secret too, until one is stored.
    const secrets = secret ? replaceWebhookSecret(before.webhookSecret, secret.value, deps.clock.now()) : {};
    const audience = key && key.value !== null ? nameAudience(deps.config.fathomApiBaseUrl) : null;
    const all = {
      ...values,
      ...secrets,
      ...(key
        ? {
            ...findStatus(deps, before, key.value),
            fathom_candidate_test: null,
            fathom_api_key_audience: audience,
          }
        : {}),
    };
    await writeSettings(deps, tx, all, actor.userId);
    for (const { key: subject, old, value } of changed) {
      await writeAudit(deps, tx, actor, {
        action: value === null ? "settings.clear" : "settings.update",
        subject,
        oldValue: old,
        newValue: value,
      });
    }
  });
  if (changed.some(({ key: changedKey }) => RULE_SETTINGS.includes(changedKey))) announceRules(deps);
}

/** The settings that decide whose a recording is. */
const RULE_SETTINGS: SettingKey[] = ["fathom_team_filter", "fathom_match_domains"];

type Changed = { key: SettingKey; old: string | null; value: string | null };

/** What counts is what is stored, not the environment's stand-in; what is stored but cannot be opened equals nothing. */
function compareSecret(
  key: SecretSettingKey,
  value: string | null | undefined,
  isStored: boolean,
  opened: string | null,
): Changed | null {
  const old = isStored ? opened : null;
  if (value === undefined || (value === null ? !isStored : value === old)) return null;
  return { key, old, value };
}

function compareNumber(
  key: SettingKey,
  wanted: number | null | undefined,
  stored: number | null,
): Changed | null {
  if (wanted === undefined || wanted === stored) return null;
  return { key, old: stored?.toString() ?? null, value: wanted?.toString() ?? null };
}

function compareList(
  key: SettingKey,
  wanted: readonly string[] | undefined,
  stored: readonly string[],
): Changed | null {
  const [value, old] = [JSON.stringify([...new Set(wanted)]), JSON.stringify(stored)];
  return wanted === undefined || value === old ? null : { key, old, value };
}
