import { type SettingKey } from "./settings-registry";

/** Hours that a replaced secret is still accepted: deliveries that were signed with it are on their way. */
const PREVIOUS_SECRET_HOURS = 24;

/** Pure: the settings that put another webhook secret in the place of this one. Clearing it ends both at once. */
export function replaceWebhookSecret(
  before: string | null,
  next: string | null,
  now: Date,
): Partial<Record<SettingKey, string | null>> {
  const previous = next === null || before === next ? null : before;
  const until = new Date(now.getTime() + PREVIOUS_SECRET_HOURS * 3_600_000);
  return {
    fathom_webhook_secret: next,
    fathom_webhook_secret_previous: previous,
    fathom_webhook_previous_until: previous === null ? null : until.toISOString(),
  };
}
