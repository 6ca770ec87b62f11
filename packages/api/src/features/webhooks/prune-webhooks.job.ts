import { type Deps } from "../../deps";
import { defineJob } from "../../job";
import { loadSettings } from "../settings/load-settings";

/**
 * Days that the body of a processed event is kept. The sender repeats an event for some 75 hours (Standard Webhooks);
 * its row, which tells a repetition from a new event, stays longer.
 */
const KEEP_BODY_DAYS = 30;
/** Other events wait, for a person or for Fathom, but what people said to each other does not wait for ever with them. */
const KEEP_WAITING_BODY_DAYS = 90;
/** Days that the row of an event is kept. A repetition of it would be refused for its age long before. */
const KEEP_ROW_DAYS = 400;
const DAY = 24 * 3_600_000;

/** Drops what is old of Fathom's deliveries: bodies first, rows later. */
export const pruneWebhooksJob = defineJob({
  id: "prune-webhooks",
  triggers: () => [{ cron: "41 2 * * *" }],
  retries: 2,
  handler: async ({ step, deps }) => ({
    pruned: await step.run("prune-bodies", () => pruneWebhookBodies(deps)),
    removed: await step.run("prune-events", () => pruneWebhookEvents(deps)),
  }),
});

/**
 * Drops the bodies of old events, and of any whose call has lost its content to the retention, since they hold the same.
 * No body stays for longer than the retention allows. What an event was and what became of it stays in its row.
 * @returns how many bodies were dropped
 */
export async function pruneWebhookBodies(deps: Deps): Promise<number> {
  const { retentionDays } = await loadSettings(deps);
  const keptFor = (days: number) => daysAgo(deps, Math.min(days, retentionDays ?? days));
  const { rowCount } = await deps.db.pool.query(
    `UPDATE webhook_events e SET body = NULL
     WHERE body IS NOT NULL AND (status = 'processed' AND received_at < $1 AND processed_at < $1
       OR received_at < $2
       OR status IN ('processed', 'parked') AND EXISTS (
         SELECT FROM calls c WHERE c.recording_id = e.recording_id AND c.transcript_pruned_at IS NOT NULL))`,
    [keptFor(KEEP_BODY_DAYS), keptFor(KEEP_WAITING_BODY_DAYS)],
  );
  return rowCount ?? 0;
}

/** Removes the rows of events that are older than a body ever gets. @returns how many */
async function pruneWebhookEvents(deps: Deps): Promise<number> {
  const { rowCount } = await deps.db.pool.query("DELETE FROM webhook_events WHERE received_at < $1", [
    daysAgo(deps, KEEP_ROW_DAYS),
  ]);
  return rowCount ?? 0;
}

const daysAgo = (deps: Deps, days: number) => new Date(deps.clock.now().getTime() - days * DAY);
