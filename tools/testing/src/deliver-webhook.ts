import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { signWebhook } from "@koppeling/fathom/verify-webhook";
import { type Deps } from "@koppeling/api/deps";
import { answerWebhook } from "@koppeling/api/features/webhooks/answer-webhook";

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

/** What answers the route, behind a real HTTP server, as the web app would serve it. */
export async function serveWebhooks(deps: Deps): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((incoming, outgoing) => {
    void answerWebhook(deps, toRequest(incoming), "192.0.2.1").then(async (response) => {
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(await response.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  return new Request(`http://crm.test${incoming.url ?? "/"}`, {
    method: incoming.method ?? "GET",
    headers,
    ...(incoming.method === "POST"
      ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: "half" as const }
      : {}),
  });
}
