import { parseInstant } from "@koppeling/fathom/parse-instant";
import { z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { LOCALES, type Locale } from "../../messages";
import { FAILURE_CODES, type FailureCode } from "../../reasons";
import { hashAccount } from "./hash-account";
import { hashApiKey } from "./hash-api-key";
import { nameAudience } from "./name-audience";
import { readSettingRows } from "./read-setting-rows";
import { type SettingKey } from "./settings-registry";

export type ConnectionStatus = "connected" | "error" | "not_configured";

const candidateSchema = z.object({
  key: z.string(),
  code: z.enum(FAILURE_CODES).nullable(),
  at: z.iso.datetime(),
});

/** What Fathom said to a key that is not in use, which is named by its keyed hash; `code` null is a yes. */
export type CandidateTest = z.infer<typeof candidateSchema>;

export type Settings = {
  apiKey: string | null;
  webhookSecret: string | null;
  /** What a delivery may be signed with: the secret, and for a while after a change the one before it. */
  webhookSecrets: string[];
  /** The webhook that was registered at Fathom from here; null when realtime is off or was set up by hand. */
  webhook: { id: string; url: string | null } | null;
  source: "database" | "environment" | null;
  /** Which secrets the database has, whether or not they can be opened. */
  stored: { apiKey: boolean; webhookSecret: boolean };
  teamFilter: string[];
  /** Normalized. */
  matchDomains: string[];
  /** For how many days after a call its transcript is kept; null for good. */
  retentionDays: number | null;
  /** Where alerts go, and in which language; null for nowhere. */
  notifications: { url: string; locale: Locale } | null;
  connectionStatus: ConnectionStatus;
  lastTested: Date | null;
  lastError: FailureCode | null;
  /** Keyed hash of the key that the status speaks of. */
  testedKey: string | null;
  candidateTest: CandidateTest | null;
  /** Fathom has refused the very key that is in use: asking again is no use before a person acts. */
  keyRefused: boolean;
  /** Fathom's latest word on the very key that is in use was a yes. */
  keyAccepted: boolean;
  /** Up to when every call that this key shows has been asked for; null also when it was another key that asked. */
  watermark: Date | null;
  /** A stored secret cannot be opened: which key it asks for. The app stays up, so that it can be mended. */
  keyProblem: { keyId: string | null } | null;
  /** The stored key was stored for another Fathom than the one that is configured, and is not sent to this one. */
  otherFathom: string | null;
  updatedAt: Date | null;
  updatedBy: string | null;
};

/**
 * Reads all settings. The environment's key counts only while the database has none.
 * A secret that cannot be opened is no error here but `keyProblem`.
 */
export async function loadSettings(deps: Deps, knownVersion?: string): Promise<Settings> {
  const rows = await readSettingRows(deps, knownVersion);
  const text = (key: SettingKey) => rows.get(key)?.value ?? null;
  const keyRow = rows.get("fathom_api_key");
  const hasStoredKey = keyRow !== undefined;
  const hasStoredSecret = rows.has("fathom_webhook_secret");
  const keyProblem = [...rows.values()].find((row) => row.sealed)?.sealed ?? null;

  const savedFor = hasStoredKey ? text("fathom_api_key_audience") : null;
  const otherFathom =
    savedFor === null || savedFor === nameAudience(deps.config.fathomApiBaseUrl) ? null : savedFor;
  const environmentKey = hasStoredKey ? null : deps.config.fathomApiKey;
  const apiKey = hasStoredKey ? (otherFathom === null ? text("fathom_api_key") : null) : environmentKey;
  const status = z.enum(["connected", "error", "not_configured"]).catch("not_configured");
  const lastError = z.enum(FAILURE_CODES).nullable().catch(null).parse(text("fathom_last_error"));
  const testedKey = text("fathom_tested_key");
  const isTested = apiKey !== null && testedKey === hashApiKey(deps, apiKey);
  const connectionStatus = status.parse(text("fathom_connection_status"));
  const webhookId = text("fathom_webhook_id");
  const webhookSecret = hasStoredSecret ? text("fathom_webhook_secret") : deps.config.fathomWebhookSecret;
  const previousUntil = parseInstant(text("fathom_webhook_previous_until"));
  const isPreviousAccepted = previousUntil !== null && previousUntil > deps.clock.now();
  return {
    apiKey,
    webhookSecret,
    webhookSecrets: [
      webhookSecret,
      isPreviousAccepted ? text("fathom_webhook_secret_previous") : null,
    ].filter((secret) => secret !== null),
    webhook: webhookId === null ? null : { id: webhookId, url: text("fathom_webhook_url") },
    source: hasStoredKey ? "database" : environmentKey ? "environment" : null,
    stored: { apiKey: hasStoredKey, webhookSecret: hasStoredSecret },
    teamFilter: parseList(text("fathom_team_filter")),
    matchDomains: parseList(text("fathom_match_domains")),
    retentionDays: z.coerce
      .number()
      .int()
      .positive()
      .nullable()
      .catch(null)
      .parse(text("transcript_retention_days")),
    notifications: parseNotifications(text("notification_webhook_url"), text("notification_locale")),
    connectionStatus: hasStoredKey || environmentKey ? connectionStatus : "not_configured",
    lastTested: parseInstant(text("fathom_last_test")),
    lastError,
    testedKey,
    candidateTest: parseCandidate(text("fathom_candidate_test")),
    keyRefused: isTested && (lastError === "unauthorized" || lastError === "forbidden"),
    keyAccepted: isTested && connectionStatus === "connected",
    watermark:
      apiKey !== null && text("fathom_sync_watermark_account") === hashAccount(deps, apiKey)
        ? dropAhead(deps, parseInstant(text("fathom_sync_watermark")))
        : null,
    keyProblem,
    otherFathom,
    updatedAt: keyRow?.updatedAt ?? null,
    updatedBy: keyRow?.updatedBy ?? null,
  };
}

/**
 * The API key, for whoever is about to ask Fathom something.
 * @throws AppError `settings_key` when the stored key cannot be opened, `other_fathom` when it was stored for another
 * address, `not_configured` when there is none
 */
export function requireApiKey({ apiKey, stored, keyProblem, otherFathom }: Settings): string {
  if (apiKey !== null) return apiKey;
  if (otherFathom !== null) throw new AppError("other_fathom", { savedFor: otherFathom });
  if (stored.apiKey) throw settingsKeyError(keyProblem);
  throw new AppError("not_configured");
}

/**
 * The webhook secret.
 * @throws AppError `settings_key` when the stored one cannot be opened, `no_webhook_secret` when there is none
 */
export function requireWebhookSecret({ webhookSecret, stored, keyProblem }: Settings): string {
  if (webhookSecret !== null) return webhookSecret;
  if (stored.webhookSecret) throw settingsKeyError(keyProblem);
  throw new AppError("no_webhook_secret");
}

/**
 * For what replaces secrets: one that cannot be opened would be lost.
 * @throws AppError `settings_key`
 */
export function requireReadableSecrets({ keyProblem }: Settings): void {
  if (keyProblem) throw settingsKeyError(keyProblem);
}

const settingsKeyError = (keyProblem: Settings["keyProblem"]) =>
  new AppError("settings_key", { keyId: keyProblem?.keyId ?? "?" });

function parseNotifications(url: string | null, locale: string | null): Settings["notifications"] {
  return url === null ? null : { url, locale: z.enum(LOCALES).catch("nl").parse(locale) };
}

/**
 * A watermark that lies further ahead than the overlap reaches back was set while this clock was wrong: up to when
 * everything was asked for then, nobody knows.
 */
function dropAhead({ clock, config }: Deps, watermark: Date | null): Date | null {
  const latest = clock.now().getTime() + config.syncOverlapHours * 3_600_000;
  return watermark && watermark.getTime() > latest ? null : watermark;
}

function parseCandidate(text: string | null): CandidateTest | null {
  try {
    return candidateSchema
      .nullable()
      .catch(null)
      .parse(JSON.parse(text ?? "null"));
  } catch {
    return null;
  }
}

function parseList(text: string | null): string[] {
  if (text === null) return [];
  try {
    return z.array(z.string()).catch([]).parse(JSON.parse(text));
  } catch {
    // Written by hand, perhaps: no filter is the harmless reading, since it hides nothing.
    return [];
  }
}
