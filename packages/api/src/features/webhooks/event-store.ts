import { type WebhookStatus } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { GiveUp } from "../../job";
import { MAX_ATTEMPTS, type WebhookOutcome } from "./webhook-outcome";

/** An event that is being worked on for so many leases was left behind by a process that is gone. */
const PROCESSING_LEASES = 5;
/** The wait after the first failure; it doubles with each. */
const RETRY_SECONDS = 30;

export type ClaimedEvent = {
  webhookId: string;
  /** Null when it was pruned. */
  body: Buffer | null;
  sentAt: Date;
  /** This one included. */
  attempts: number;
};

/** The event that has a delivery processed. */
export const WEBHOOK_RECEIVED = "webhook/received";

/**
 * Has a delivery that is done or parked processed again when a rerun at the engine, or a call by hand there, asks for
 * it. The engine's first run with the event of its arrival, and what only resumes, leave it as it is.
 * @throws GiveUp when there is no such delivery, or nothing of it is kept
 */
export async function reopenEvent(
  deps: Deps,
  event: { webhookId: string; resumes: boolean; byHand: boolean },
  jobRun: string | null,
): Promise<void> {
  const { webhookId } = event;
  const isOfArrival = !event.resumes && !event.byHand;
  const { rows } = await deps.db.pool.query<{ first: string | null; status: WebhookStatus; kept: boolean }>(
    `UPDATE webhook_events SET first_job_run = coalesce(first_job_run, $2)
     WHERE webhook_id = $1 RETURNING first_job_run AS first, status, body IS NOT NULL AS kept`,
    [webhookId, isOfArrival ? jobRun : null],
  );
  const [row] = rows;
  if (!row) throw new GiveUp("There is no delivery with this id here.");
  const isRerun = event.byHand || (isOfArrival && row.first !== jobRun);
  if (!isRerun || (row.status !== "processed" && row.status !== "parked")) return;
  if (!row.kept)
    throw new GiveUp("Nothing that this delivery said is kept: it was not a call, or is too old.");
  await deps.db.pool.query(
    `UPDATE webhook_events SET status = 'received', attempts = 0, due_at = $2, swept_at = NULL, outcome = NULL
     WHERE webhook_id = $1 AND status IN ('processed', 'parked')`,
    [webhookId, deps.clock.now()],
  );
}

/** Takes an event for this process alone. @returns null when it is done, not due yet, or another's. */
export async function claimEvent(deps: Deps, webhookId: string): Promise<ClaimedEvent | null> {
  const now = deps.clock.now();
  const { rows } = await deps.db.pool.query<{ body: Buffer | null; sent_at: Date; attempts: number }>({
    name: "claim-webhook-event",
    text: `UPDATE webhook_events SET status = 'processing', attempts = attempts + 1, due_at = $2
           WHERE webhook_id = $1 AND (status = 'received' AND (attempts = 0 OR due_at <= $3)
             OR status = 'processing' AND due_at <= $3)
           RETURNING body, sent_at, attempts`,
    values: [webhookId, new Date(now.getTime() + PROCESSING_LEASES * deps.config.leaseSeconds * 1000), now],
  });
  const row = rows[0];
  return row ? { webhookId, body: row.body, sentAt: row.sent_at, attempts: row.attempts } : null;
}

/** Ends an event. The body of what is none of our business is not kept a moment longer. */
export async function finishEvent(
  deps: Deps,
  webhookId: string,
  result: { outcome: WebhookOutcome; recordingId: bigint | null; keepBody: boolean },
): Promise<void> {
  await deps.db.pool.query(
    `UPDATE webhook_events SET status = 'processed', outcome = $2, recording_id = $3, processed_at = $4,
       last_error = NULL, body = CASE WHEN $5::boolean THEN body END
     WHERE webhook_id = $1 AND status = 'processing'`,
    [webhookId, result.outcome, result.recordingId?.toString() ?? null, deps.clock.now(), result.keepBody],
  );
}

/** Puts an event aside for a person, with what is wrong with it. */
export async function parkEvent(
  deps: Deps,
  webhookId: string,
  fault: { error: string; outcome: WebhookOutcome | null; recordingId: bigint | null },
): Promise<void> {
  await deps.db.pool.query(
    `UPDATE webhook_events SET status = 'parked', outcome = $2, recording_id = $3, last_error = $4
     WHERE webhook_id = $1 AND status = 'processing'`,
    [webhookId, fault.outcome, fault.recordingId?.toString() ?? null, fault.error.slice(0, 500)],
  );
}

/** Leaves an event to the sweeper; waiting for Fathom or for the database is no attempt lost. */
export async function postponeEvent(
  deps: Deps,
  event: ClaimedEvent,
  wait: { seconds: number; countsAsAttempt: boolean; error: string | null },
): Promise<"later" | "parked"> {
  if (wait.countsAsAttempt && event.attempts >= MAX_ATTEMPTS) {
    await parkEvent(deps, event.webhookId, { error: wait.error ?? "", outcome: null, recordingId: null });
    return "parked";
  }
  await deps.db.pool.query(
    `UPDATE webhook_events SET status = 'received', attempts = $2, due_at = $3, last_error = $4
     WHERE webhook_id = $1 AND status = 'processing'`,
    [
      event.webhookId,
      wait.countsAsAttempt ? event.attempts : event.attempts - 1,
      new Date(deps.clock.now().getTime() + wait.seconds * 1000),
      wait.error?.slice(0, 500) ?? null,
    ],
  );
  return "later";
}

/** Seconds until a failed event is tried again. */
export const backOff = (deps: Deps, attempts: number): number =>
  RETRY_SECONDS * deps.config.retryBaseSeconds * 2 ** (attempts - 1);
