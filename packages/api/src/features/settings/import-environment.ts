import { type Deps } from "../../deps";
import { type Actor } from "../../context";
import { loadSettings } from "./load-settings";
import { settingsChangeSchema, updateSettings } from "./update-settings";

/** What became of one value of the environment. `kept`: the database has another, which stays. */
export type ImportedValue = "imported" | "same" | "kept" | "not_set";

/**
 * Stores the API key and the webhook secret that the environment has, sealed, so that they can be taken out of it.
 * @param input.replace also in the place of others that are stored
 * @throws ZodError when one of them is none
 */
export async function importEnvironment(
  deps: Deps,
  input: { replace: boolean; actor: Actor },
): Promise<{ apiKey: ImportedValue; webhookSecret: ImportedValue }> {
  const { fathomApiKey, fathomWebhookSecret } = deps.config;
  const before = await loadSettings(deps);
  const judge = (value: string | null, isStored: boolean, stored: string | null): ImportedValue => {
    if (value === null) return "not_set";
    if (!isStored) return "imported";
    if (value === stored) return "same";
    return input.replace ? "imported" : "kept";
  };
  const outcome = {
    apiKey: judge(fathomApiKey, before.stored.apiKey, before.apiKey),
    webhookSecret: judge(fathomWebhookSecret, before.stored.webhookSecret, before.webhookSecret),
  };
  const change = settingsChangeSchema.parse({
    ...(outcome.apiKey === "imported" ? { apiKey: fathomApiKey } : {}),
    ...(outcome.webhookSecret === "imported" ? { webhookSecret: fathomWebhookSecret } : {}),
  });
  await updateSettings(deps, change, input.actor);
  return outcome;
}
