import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, jsonAnswer } from "./answer";
import { classifyRequest, createApi } from "./answer-request";
import { answerControl, type Controlled } from "./control-routes";
import type { RateVerdict } from "./rate-limiter";
import { isContentReady } from "./render-meeting";
import { answerOfFault, losesBody, sendAnswer } from "./send-answer";
import type { WebhookSender } from "./webhook-sender";
import type { SandboxRecording, SandboxWorld } from "./world";

export type LoggedRequest = {
  method: string;
  path: string;
  query: string;
  class: "light" | "heavy";
  /** 0 when the answer never ended. */
  status: number;
  at: Date;
};
/** What a client has been served of a recording, last. */
export type Delivered = { version: number; contentReady: boolean; times: number; at: Date };

const MAX_LOGGED = 10_000;

/** The road of one request: body, control routes, log, fault, key, rate limit, endpoint, answer. */
export function createHandler(
  sandbox: Controlled & {
    world: SandboxWorld;
    sender: WebhookSender;
    requests: LoggedRequest[];
    delivered: Map<string, Delivered>;
    apiKeys: string[];
    basePath: string;
    now: () => Date;
    takeSlot: ((requestClass: "light" | "heavy") => RateVerdict) | null;
  },
): (incoming: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { apiKeys, basePath, delivered, faults, now, requests, takeSlot } = sandbox;
  const api = createApi(sandbox.world, sandbox.sender);

  return async (incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://sandbox");
    const method = incoming.method ?? "GET";
    const body = await readRequestBody(incoming);
    if (body === null) return sendAnswer(response, jsonAnswer(413, { error: "too large" }), null);
    if (url.pathname.startsWith("/_sandbox/")) {
      return sendAnswer(response, answerControl(method, url.pathname, body, sandbox), null);
    }
    const isBelowBase = url.pathname.startsWith(`${basePath}/`);
    const path = isBelowBase ? url.pathname.slice(basePath.length) : url.pathname;
    const query = url.searchParams;
    const requestClass = classifyRequest(path, query);
    const logged = { method, path, query: url.search, class: requestClass, status: 0, at: now() };
    requests.push(logged);
    if (requests.length > MAX_LOGGED) requests.shift();
    const fault = faults.take({
      path,
      isMeetingList: path === "/meetings",
      hasCursor: Boolean(query.get("cursor")),
    });
    const answerNormally = (): Answer => {
      if (!isAuthorized(incoming, apiKeys)) return jsonAnswer(401, { error: "unauthorized" });
      const rate = takeSlot?.(requestClass) ?? null;
      const headers = rateHeaders(rate);
      if (rate?.allowed === false) {
        return jsonAnswer(
          429,
          { error: "rate limit" },
          { ...headers, "retry-after": String(rate.resetSeconds) },
        );
      }
      if (!isBelowBase) return jsonAnswer(404, { error: "not found" }, headers);
      const answer = api({ method, path, query, body, now: now(), fault: fault?.kind ?? null });
      return { ...answer, headers: { ...answer.headers, ...headers } };
    };
    // Retry-After dates go by the real clock, as the clients that wait for them do.
    const plain = answerOfFault(fault, new Date()) ?? answerNormally();
    const answer = { ...plain, headers: { ...plain.headers, ...fault?.headers } };
    response.once("finish", () => {
      logged.status = answer.status;
      if (answer.status === 200 && !losesBody(fault)) recordDelivery(delivered, answer.served, now());
    });
    sendAnswer(response, answer, fault?.kind ?? null);
  };
}

function rateHeaders(rate: RateVerdict | null): Record<string, string> {
  if (rate === null) return {};
  return {
    "ratelimit-limit": String(rate.limit),
    "ratelimit-remaining": String(rate.remaining),
    "ratelimit-reset": String(rate.resetSeconds),
  };
}

function recordDelivery(ledger: Map<string, Delivered>, served: readonly SandboxRecording[], at: Date): void {
  for (const recording of served) {
    const id = String(recording.recordingId);
    const { version } = recording;
    const times = (ledger.get(id)?.times ?? 0) + 1;
    ledger.set(id, { version, contentReady: isContentReady(recording, at), times, at });
  }
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** The body as text; null when it is larger than 8 MiB. */
async function readRequestBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Whether one of the keys came in X-Api-Key or as a Bearer token. The keys guard made-up calls only. */
function isAuthorized(incoming: IncomingMessage, apiKeys: readonly string[]): boolean {
  const apiKey = [incoming.headers["x-api-key"]].flat()[0];
  const bearer = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? "")?.[1];
  return [apiKey, bearer].some((key) => key !== undefined && apiKeys.includes(key));
}
