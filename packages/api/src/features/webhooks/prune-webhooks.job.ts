import { type Deps } from "../../deps";
import { defineJob } from "../../job";

/**
 * Days that the body of a processed event is kept. The sender repeats an event for some 75 hours (Standard Webhooks),
 * and its row, which tells a repetition from a new event, stays for good.
 */
const KEEP_BODY_DAYS = 30;

/** Drops the bodies of old events that are done; what is waiting or parked is left alone. */
export const pruneWebhooksJob = defineJob({
  id: "prune-webhooks",
  triggers: () => [{ cron: "41 2 * * *" }],
  retries: 2,
  handler: async ({ step, deps }) => ({
    pruned: await step.run("prune-bodies", () => pruneWebhookBodies(deps)),
  }),
});

/** @returns how many bodies were dropped */
export async function pruneWebhookBodies(deps: Deps): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - KEEP_BODY_DAYS * 24 * 3_600_000);
  const { rowCount } = await deps.db.pool.query(
    `UPDATE webhook_events SET body = NULL
     WHERE status = 'processed' AND body IS NOT NULL AND received_at < $1 AND processed_at < $1`,
    [before],
  );
  return rowCount ?? 0;
}
