import { type Deps } from "../../deps";
import { defineJob } from "../../job";

/**
 * Days that the body of a processed event is kept. The sender repeats an event for some 75 hours (Standard Webhooks),
 * and its row, which tells a repetition from a new event, stays for good.
 */
const KEEP_BODY_DAYS = 30;
/** A parked event waits for a person, but what people said to each other does not wait for ever with it. */
const KEEP_PARKED_BODY_DAYS = 90;
const DAY = 24 * 3_600_000;

/**
 * Drops the bodies of old events that are done or that nobody has seen to, and of any whose call has lost its transcript
 * to the retention, since they hold the same; what is waiting is left alone.
 */
export const pruneWebhooksJob = defineJob({
  id: "prune-webhooks",
  triggers: () => [{ cron: "41 2 * * *" }],
  retries: 2,
  handler: async ({ step, deps }) => ({
    pruned: await step.run("prune-bodies", () => pruneWebhookBodies(deps)),
  }),
});

/** What a parked event was and why it was parked stay in its row. @returns how many bodies were dropped */
export async function pruneWebhookBodies(deps: Deps): Promise<number> {
  const daysAgo = (days: number) => new Date(deps.clock.now().getTime() - days * DAY);
  const { rowCount } = await deps.db.pool.query(
    `UPDATE webhook_events e SET body = NULL
     WHERE body IS NOT NULL AND (status = 'processed' AND received_at < $1 AND processed_at < $1
       OR status = 'parked' AND received_at < $2
       OR status IN ('processed', 'parked') AND EXISTS (
         SELECT FROM calls c WHERE c.recording_id = e.recording_id AND c.transcript_pruned_at IS NOT NULL))`,
    [daysAgo(KEEP_BODY_DAYS), daysAgo(KEEP_PARKED_BODY_DAYS)],
  );
  return rowCount ?? 0;
}
