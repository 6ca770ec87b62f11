import { type Deps } from "../../deps";
import { defineJob } from "../../job";
import { WEBHOOK_RECEIVED } from "./event-store";

/** Well under an engine's limit of steps and of time; the next minute takes the rest. */
const EVENTS_PER_SWEEP = 200;
/** Of a lease, which lasts as long as it is between two sweeps: a little less. */
const SWEEP_AGAIN = 5 / 6;

/** Finds events whose job was never heard of, or that wait for another attempt, and sends them again. */
export const sweepWebhooksJob = defineJob({
  id: "sweep-webhooks",
  triggers: () => [],
  retries: 1,
  isDue: async (deps) => {
    const { rows } = await deps.db.pool.query(
      `SELECT FROM webhook_events WHERE ${IS_DUE} LIMIT 1`,
      dueAt(deps),
    );
    return rows.length > 0;
  },
  handler: async ({ step, deps }) => {
    const due = await step.run("find-due-events", () => findDueEvents(deps));
    await step.run("send-due-events", async () => {
      // No event id: an engine that drops copies of an event for a day would drop the rescue.
      for (const webhookId of due)
        await deps.jobs.send({ name: WEBHOOK_RECEIVED, data: { webhookId, resume: true } });
      return null;
    });
    return { sent: due.length };
  },
});

const IS_DUE =
  "status IN ('received', 'processing') AND due_at <= $1 AND (swept_at IS NULL OR swept_at <= $2)";
const dueAt = ({ clock, config }: Deps): [Date, Date] => {
  const now = clock.now();
  return [now, new Date(now.getTime() - SWEEP_AGAIN * config.leaseSeconds * 1000)];
};

/** Oldest first. Each is left alone for a minute then, so that a slow engine does not get it twice. */
export async function findDueEvents(deps: Deps): Promise<string[]> {
  const { rows } = await deps.db.pool.query<{ webhook_id: string }>(
    `UPDATE webhook_events SET swept_at = $1
     WHERE webhook_id IN (
       SELECT webhook_id FROM webhook_events
       WHERE ${IS_DUE}
       ORDER BY received_at LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING webhook_id`,
    [...dueAt(deps), EVENTS_PER_SWEEP],
  );
  return rows.map((row) => row.webhook_id);
}
