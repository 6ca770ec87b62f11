import { type Deps } from "../../deps";
import { type ReceivedWebhook, receiveWebhook } from "./receive-webhook";

const STATUS: Record<ReceivedWebhook["outcome"], number> = {
  stored: 200,
  duplicate: 200,
  refused: 401,
  too_large: 413,
  no_secret: 503,
  unavailable: 503,
};

const NO_SECRET =
  "No webhook secret is configured here. Switch realtime on under Settings, or save the secret that Fathom shows.";

/**
 * The whole of `POST /api/webhooks/fathom`: 2xx once the event is stored (also when it was before), 401 without a
 * good signature, 429 for an address that sends many of those, 413 for a body over 25 MiB, 503 when the sender should
 * come back: there is no secret, or the database is away. Refusals say nothing of what was wrong.
 */
export async function answerWebhook(deps: Deps, request: Request, address: string | null): Promise<Response> {
  const { headers } = request;
  const received = await receiveWebhook(deps, {
    headers: {
      id: headers.get("webhook-id"),
      timestamp: headers.get("webhook-timestamp"),
      signature: headers.get("webhook-signature"),
    },
    readBody: (maxBytes) => readLimitedBody(request, maxBytes),
    address,
  });
  const wait = received.outcome === "refused" ? received.retryAfterSeconds : null;
  const status = wait === null ? STATUS[received.outcome] : 429;
  const body = {
    received: status === 200,
    ...(received.outcome === "no_secret" ? { error: NO_SECRET } : {}),
  };
  return Response.json(body, {
    status,
    headers: { "Cache-Control": "no-store", ...(wait === null ? {} : { "Retry-After": String(wait) }) },
  });
}

/** Reads a body up to a limit, counting what arrives: a length that a client declares proves nothing. */
export async function readLimitedBody(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > maxBytes) return null;
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    // Node's own types leave open what a body is made of: it is bytes.
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done || value === undefined) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}
