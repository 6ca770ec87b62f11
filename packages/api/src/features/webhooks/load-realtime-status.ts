import { z } from "zod";
import { type Deps } from "../../deps";
import { type Locale, translate } from "../../messages";
import { loadSettings } from "../settings/load-settings";
import { checkPublicAddress } from "../../check-public-address";
import { SELF_TEST_PREFIX } from "./webhook-outcome";

export const realtimeStatusSchema = z.object({
  /** There is a secret, so deliveries are taken. */
  on: z.boolean(),
  /** Registered at Fathom from here, and so switched off from here; else the secret was set by hand. */
  managed: z.boolean(),
  /** Where Fathom delivers; of a webhook that was set up by hand, where it should. */
  url: z.string(),
  /** Why Fathom cannot reach that address, in words; null when nothing is wrong with it. */
  addressProblem: z.string().nullable(),
  /** Self-tests left out. */
  lastEventAt: z.date().nullable(),
  waiting: z.number().int(),
  parked: z.number().int(),
});

export async function loadRealtimeStatus(
  deps: Deps,
  locale: Locale,
): Promise<z.infer<typeof realtimeStatusSchema>> {
  const settings = await loadSettings(deps);
  const { url, reachable } = checkPublicAddress(deps.config.nextauthUrl, deps.config.fathomApiBaseUrl);
  const { rows } = await deps.db.pool.query<{ last: Date | null; waiting: number; parked: number }>(
    `SELECT (SELECT max(received_at) FROM webhook_events WHERE NOT starts_with(webhook_id, $1)) AS last,
       count(*) FILTER (WHERE status <> 'parked')::int AS waiting,
       count(*) FILTER (WHERE status = 'parked')::int AS parked
     FROM webhook_events WHERE status IN ('received', 'processing', 'parked')`,
    [SELF_TEST_PREFIX],
  );
  return {
    on: settings.webhookSecret !== null,
    managed: settings.webhook !== null,
    url: settings.webhook?.url ?? url,
    addressProblem: reachable
      ? null
      : translate(locale, "error.public_address", { address: new URL(url).origin }),
    lastEventAt: rows[0]?.last ?? null,
    waiting: rows[0]?.waiting ?? 0,
    parked: rows[0]?.parked ?? 0,
  };
}
