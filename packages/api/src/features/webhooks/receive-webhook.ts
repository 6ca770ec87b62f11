import { hash } from "node:crypto";
import { isValidWebhookSecret, verifyWebhook, type WebhookHeaders } from "@koppeling/fathom/verify-webhook";
import { countRefusal } from "../../count-refusal";
import { type Deps } from "../../deps";
import { sampleLog } from "../../sample-log";
import { loadSettings } from "../settings/load-settings";
import { WEBHOOK_RECEIVED } from "./event-store";
import { processWebhook } from "./process-webhook";

/** Above the largest transcript that a day of talking makes. */
export const MAX_WEBHOOK_BYTES = 25 * 1024 * 1024;
/** A longer id would not fit an index; the sender's have some 30 characters. */
const MAX_ID_LENGTH = 200;

export type IncomingWebhook = {
  headers: WebhookHeaders;
  /** Reads the body, once; null when it is larger than so many bytes. */
  readBody: (maxBytes: number) => Promise<Uint8Array | null>;
  address: string | null;
};

export type ReceivedWebhook =
  | { outcome: "stored" | "duplicate" }
  | { outcome: "refused"; retryAfterSeconds: number | null }
  | { outcome: "too_large" | "no_secret" | "unavailable" };

/**
 * Takes a delivery: checks its signature over the raw bytes, stores it once by its id, has this process see to it once
 * that is answered, and tells the job engine, which takes what this process does not finish. Nothing of it is read before
 * the answer, so that whatever Fathom sends is kept and acknowledged. That the engine does not answer is no failure: the
 * sweeper finds the event. Never throws: what goes wrong is `unavailable`, and the sender repeats.
 */
export async function receiveWebhook(deps: Deps, incoming: IncomingWebhook): Promise<ReceivedWebhook> {
  try {
    const secrets = (await loadSettings(deps)).webhookSecrets.filter(isValidWebhookSecret);
    if (secrets.length === 0) return { outcome: "no_secret" };
    const { headers } = incoming;
    const verify = (rawBody: Uint8Array) =>
      verifyWebhook({ secrets, headers, rawBody, now: deps.clock.now() });
    const refuse = async (reason: string): Promise<ReceivedWebhook> => ({
      outcome: "refused",
      retryAfterSeconds: await countRefusal(deps, "webhook", { address: incoming.address, reason }),
    });

    // Headers that no body could make right spare us the body.
    const early = verify(new Uint8Array());
    if (!early.ok && early.reason !== "bad_signature") return await refuse(early.reason);
    const rawBody = await incoming.readBody(MAX_WEBHOOK_BYTES);
    if (rawBody === null) {
      await countRefusal(deps, "webhook", { address: incoming.address, reason: "too_large" });
      return { outcome: "too_large" };
    }
    const verdict = verify(rawBody);
    if (!verdict.ok) return await refuse(verdict.reason);

    const webhookId = toKey(headers.id ?? "");
    const isNew = await insertEvent(deps, webhookId, Number(headers.timestamp), rawBody);
    if (isNew) {
      // The engine's queue may be seconds long. Whoever comes second finds that there is nothing to do.
      deps.background.run(() => processWebhook(deps, webhookId));
      void sendReceived(deps, webhookId);
    }
    return { outcome: isNew ? "stored" : "duplicate" };
  } catch (error) {
    const failed = sampleLog(deps, "unavailable");
    if (failed !== null) {
      deps.log.error(
        { failed, err: error },
        "webhook deliveries could not be stored; their sender repeats them",
      );
    }
    return { outcome: "unavailable" };
  }
}

const toKey = (id: string) => (id.length <= MAX_ID_LENGTH ? id : `sha256_${hash("sha256", id, "hex")}`);

/**
 * A repeated delivery has a later timestamp and the same content: the earliest one says how old that is. None is from the
 * future, whatever a sender's clock says within the tolerance: it would count as newer than all that is seen until then.
 */
async function insertEvent(
  deps: Deps,
  webhookId: string,
  sentAtSeconds: number,
  rawBody: Uint8Array,
): Promise<boolean> {
  const now = deps.clock.now();
  const { rows } = await deps.db.pool.query<{ inserted: boolean }>({
    name: "insert-webhook-event",
    text: `INSERT INTO webhook_events AS kept (webhook_id, body, sent_at, received_at, due_at)
           VALUES ($1, $2, least(to_timestamp($3), $4::timestamptz), $4, $5)
           ON CONFLICT (webhook_id) DO UPDATE SET sent_at = excluded.sent_at WHERE excluded.sent_at < kept.sent_at
           RETURNING (xmax = 0) AS inserted`,
    values: [
      webhookId,
      Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength),
      sentAtSeconds,
      now,
      // The sweeper takes an event then whose job was never heard of.
      new Date(now.getTime() + deps.config.leaseSeconds * 1000),
    ],
  });
  return rows[0]?.inserted ?? false;
}

async function sendReceived(deps: Deps, webhookId: string): Promise<void> {
  try {
    await deps.jobs.send({
      name: WEBHOOK_RECEIVED,
      id: `webhook-received-${webhookId}`,
      data: { webhookId },
    });
  } catch (error) {
    deps.log.warn({ webhookId, err: error }, "the job engine did not take a webhook event; the sweeper will");
  }
}
