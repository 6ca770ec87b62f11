import { randomUUID } from "node:crypto";
import { signWebhook } from "@koppeling/fathom/verify-webhook";
import { type Deps } from "@koppeling/api/deps";
import { answerWebhook } from "@koppeling/api/features/webhooks/answer-webhook";
import { serveOverHttp } from "./serve-over-http";

/** The secret of the vectors that Standard Webhooks publishes. */
export const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export type Delivery = { id: string; body: string; sentAt: Date; secret?: string };

/** A delivery as Fathom signs it, given to what answers the route. @returns the status */
export async function deliverWebhook(
  deps: Deps,
  delivery: Partial<Delivery> & { body: string },
): Promise<number> {
  const { id = `msg_${randomUUID()}`, body, sentAt = deps.clock.now(), secret = WEBHOOK_SECRET } = delivery;
  const timestamp = Math.floor(sentAt.getTime() / 1000);
  const signature = signWebhook({ secret, id, timestamp, rawBody: Buffer.from(body) });
  const request = new Request("http://crm.test/api/webhooks/fathom", {
    method: "POST",
    headers: {
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signature,
    },
    body,
  });
  return (await answerWebhook(deps, request, "192.0.2.1")).status;
}

/** What answers the route, behind a real HTTP server. */
export const serveWebhooks = (deps: Deps) =>
  serveOverHttp((request) => answerWebhook(deps, request, "192.0.2.1"));
