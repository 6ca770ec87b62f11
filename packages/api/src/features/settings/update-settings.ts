import { z } from "zod";
import { type Deps } from "../../deps";
import { type Actor, writeAudit } from "../audit/write-audit";
import { apiKeySchema, webhookSecretSchema } from "./api-key-schema";
import { hashApiKey } from "./hash-api-key";
import { loadSettings } from "./load-settings";
import { type SettingKey } from "./settings-registry";
import { writeSettings } from "./write-settings";

/** Absent leaves a setting as it is; null clears it. A mask never passes the schemas, so it cannot overwrite a secret. */
export const settingsChangeSchema = z.object({
  apiKey: apiKeySchema.nullish(),
  webhookSecret: webhookSecretSchema.nullish(),
  teamFilter: z.array(z.string().trim().min(1).max(300)).max(200).optional(),
});

export type SettingsChange = z.infer<typeof settingsChangeSchema>;

const UNTESTED = {
  fathom_connection_status: "not_configured",
  fathom_last_test: null,
  fathom_last_error: null,
  fathom_tested_key: null,
} as const;

/** Stores settings with one audit row for each that changed, in one transaction. Another key has not been tested yet. */
export async function updateSettings(deps: Deps, change: SettingsChange, actor: Actor): Promise<void> {
  const before = await loadSettings(deps);
  const entries: { key: SettingKey; old: string | null; value: string | null }[] = [];
  if (change.apiKey !== undefined && (change.apiKey !== before.apiKey || before.source !== "database")) {
    entries.push({ key: "fathom_api_key", old: before.apiKey, value: change.apiKey });
  }
  if (change.webhookSecret !== undefined) {
    entries.push({ key: "fathom_webhook_secret", old: before.webhookSecret, value: change.webhookSecret });
  }
  if (change.teamFilter !== undefined) {
    const teams = [...new Set(change.teamFilter)];
    entries.push({
      key: "fathom_team_filter",
      old: JSON.stringify(before.teamFilter),
      value: JSON.stringify(teams),
    });
  }
  const changed = entries.filter(({ key, old, value }) => old !== value || key === "fathom_api_key");
  if (changed.length === 0) return;

  // A key that has just been tested keeps that test's word; another one has not been tested yet.
  const isUntested =
    change.apiKey !== undefined &&
    (change.apiKey === null || hashApiKey(deps, change.apiKey) !== before.testedKey);
  await deps.db.prisma.$transaction(async (tx) => {
    const values = Object.fromEntries(changed.map(({ key, value }) => [key, value]));
    await writeSettings(deps, tx, { ...values, ...(isUntested ? UNTESTED : {}) }, actor.userId);
    for (const { key, old, value } of changed) {
      await writeAudit(deps, tx, actor, {
        action: value === null ? "settings.clear" : "settings.update",
        subject: key,
        oldValue: old,
        newValue: value,
      });
    }
  });
}
