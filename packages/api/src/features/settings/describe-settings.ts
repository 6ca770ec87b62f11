import { FATHOM_API_BASE_URL } from "@koppeling/fathom/build-request";
import { z } from "zod";
import { type Deps } from "../../deps";
import { type Locale, translate } from "../../messages";
import { loadSettings } from "./load-settings";

/** The settings as a screen may see them: secrets only as masks, made here. */
export const settingsViewSchema = z.object({
  apiKey: z.string().nullable(),
  webhookSecret: z.string().nullable(),
  hasApiKey: z.boolean(),
  hasWebhookSecret: z.boolean(),
  connectionStatus: z.enum(["connected", "error", "not_configured"]),
  lastTested: z.date().nullable(),
  lastError: z.string().nullable(),
  source: z.enum(["database", "environment"]).nullable(),
  teamFilter: z.array(z.string()),
  /** Outside these nobody is a sales rep; empty means that there is no such rule. */
  matchDomains: z.array(z.string()),
  /** For how many days after a call its transcript is kept; null for good. */
  retentionDays: z.number().int().nullable(),
  updatedAt: z.date().nullable(),
  updatedBy: z.string().nullable(),
  /** This installation talks to another Fathom than the public one, such as the sandbox. */
  sandbox: z.boolean(),
  settingsKeyProblem: z.string().nullable(),
});

export type SettingsView = z.infer<typeof settingsViewSchema>;

export async function describeSettings(deps: Deps, locale: Locale): Promise<SettingsView> {
  const settings = await loadSettings(deps);
  const { apiKey, webhookSecret, keyProblem, otherFathom } = settings;
  return {
    apiKey: apiKey ? maskApiKey(apiKey) : null,
    webhookSecret: webhookSecret ? WEBHOOK_SECRET_MASK : null,
    hasApiKey: apiKey !== null || settings.stored.apiKey,
    hasWebhookSecret: webhookSecret !== null || settings.stored.webhookSecret,
    connectionStatus: keyProblem || otherFathom ? "error" : settings.connectionStatus,
    lastTested: settings.lastTested,
    lastError: settings.lastError ? translate(locale, `failure.${settings.lastError}`) : null,
    source: settings.source,
    teamFilter: settings.teamFilter,
    matchDomains: settings.matchDomains,
    retentionDays: settings.retentionDays,
    updatedAt: settings.updatedAt,
    updatedBy: settings.updatedBy,
    sandbox: isOtherFathom(deps),
    settingsKeyProblem: keyProblem
      ? translate(locale, "error.settings_key", { keyId: keyProblem.keyId ?? "?" })
      : otherFathom
        ? translate(locale, "error.other_fathom", { savedFor: otherFathom })
        : null,
  };
}

export const isOtherFathom = (deps: Deps): boolean => deps.config.fathomApiBaseUrl !== FATHOM_API_BASE_URL;

const BULLETS = "•".repeat(18);

/** `4jmc-ae...xvKAs` (first 7, last 5) for a key of 20 characters or more, else a fixed row of bullets. */
export function maskApiKey(key: string): string {
  return key.length >= 20 ? `${key.slice(0, 7)}...${key.slice(-5)}` : BULLETS;
}

/** A webhook secret shows nothing of itself, not even its length. */
export const WEBHOOK_SECRET_MASK = BULLETS;
