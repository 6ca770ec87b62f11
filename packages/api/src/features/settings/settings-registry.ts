/** What `settings_canary` holds, sealed. */
export const CANARY = "koppeling";

/** Every row of system_settings, and which of them are sealed. */
export const SETTINGS = {
  fathom_api_key: { secret: true, description: "Fathom API key" },
  fathom_api_key_audience: { secret: false, description: "The Fathom that the API key may be sent to" },
  fathom_webhook_secret: { secret: true, description: "Fathom webhook secret" },
  fathom_webhook_secret_previous: {
    secret: true,
    description: "The webhook secret before this one, accepted for a while longer",
  },
  fathom_webhook_previous_until: {
    secret: false,
    description: "Until when the previous webhook secret is accepted (ISO 8601)",
  },
  fathom_webhook_id: { secret: true, description: "Id of the webhook that was registered at Fathom" },
  fathom_webhook_url: { secret: false, description: "Where that webhook delivers" },
  settings_canary: {
    secret: true,
    description: "A known text, sealed with every secret: proves that the key at hand is the right one",
  },
  fathom_team_filter: {
    secret: false,
    description: "Fathom teams whose calls are imported (JSON list; empty: all)",
  },
  fathom_match_domains: {
    secret: false,
    description: "Domains outside which nobody is a sales rep (JSON list; empty: any)",
  },
  transcript_retention_days: {
    secret: false,
    description: "For how many days after a call its content is kept (empty: for good)",
  },
  notification_webhook_url: {
    secret: true,
    description: "Where alerts go, as Slack's incoming webhooks take them",
  },
  consistency_check: { secret: false, description: "What the last consistency check found, and when (JSON)" },
  proxy_fault: {
    secret: false,
    description: "The last X-Forwarded-For that was not believed: from which machine, why and when (JSON)",
  },
  notification_locale: { secret: false, description: "The language of the alerts (nl or en)" },
  second_factor_required: {
    secret: false,
    description:
      "Who must have a second factor to sign in with a password (admins or everyone; empty: nobody)",
  },
  fathom_connection_status: { secret: false, description: "connected, error or not_configured" },
  fathom_last_test: { secret: false, description: "When the connection was last tested (ISO 8601)" },
  fathom_tested_key: { secret: false, description: "Which key the status speaks of (a keyed hash)" },
  fathom_candidate_test: {
    secret: false,
    description:
      "What Fathom said to a key that was tested and is not in use (JSON; the key as a keyed hash)",
  },
  fathom_last_error: { secret: false, description: "Why the last test or sync was refused (a code)" },
  fathom_sync_watermark: {
    secret: false,
    description: "Up to when every call has been asked for (ISO 8601)",
  },
  fathom_sync_watermark_account: {
    secret: false,
    description: "With which API key, and of which Fathom, the calls were asked for (a keyed hash)",
  },
} as const;

export type SettingKey = keyof typeof SETTINGS;
export type SecretSettingKey = {
  [K in SettingKey]: (typeof SETTINGS)[K]["secret"] extends true ? K : never;
}[SettingKey];

export const isSecretSetting = (key: string): key is SecretSettingKey =>
  Object.hasOwn(SETTINGS, key) && SETTINGS[key as SettingKey].secret;
