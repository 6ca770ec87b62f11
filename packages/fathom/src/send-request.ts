import type { Readable } from "node:stream";
import { Agent, type Dispatcher, request } from "undici";
import {
  FathomBadRequestError,
  FathomBadResponseError,
  FathomError,
  FathomForbiddenError,
  FathomNotFoundError,
  FathomRateLimitedError,
  FathomUnauthorizedError,
  FathomUnavailableError,
} from "./errors";
import { createGuardedLookup, isClosedAddress } from "./guarded-lookup";
import { parseRetryAfter } from "./parse-retry-after";
import { type RateLimitInfo, readRateLimit } from "./read-rate-limit";

export type Timeouts = { connectMs: number; headersMs: number; bodyMs: number; totalMs: number };
export type RequestTarget = {
  baseUrl: string;
  apiKey: string;
  timeouts: Timeouts;
  maxResponseBytes: number;
  signal?: AbortSignal | undefined;
  onAnswer: (facts: {
    status: number;
    retryAfterSeconds: number | null;
    rateLimit: RateLimitInfo;
  }) => unknown;
};
export type OutgoingRequest = {
  method: "GET" | "POST" | "DELETE";
  path: string;
  query?: URLSearchParams;
  body?: unknown;
};
export type FathomAnswer = { status: number; text: string; rateLimit: RateLimitInfo };

/** How much of an error body is read: enough for a detail, and the socket can be used again when it is short. */
const MAX_ERROR_BYTES = 16 * 1024;

/**
 * One request, one answer, no retry. Follows no redirect, reads at most `maxResponseBytes`, and gives up on each of
 * four time-outs: to connect, to the headers, between two pieces of the body, and in all.
 *
 * @throws FathomError, see errors.ts; the signal's reason when the caller aborts
 */
export async function sendRequest(target: RequestTarget, outgoing: OutgoingRequest): Promise<FathomAnswer> {
  const { timeouts, signal } = target;
  signal?.throwIfAborted();
  const abort = new AbortController();
  const deadline = setTimeout(
    () => abort.abort(new FathomUnavailableError(`Fathom took longer than ${timeouts.totalMs} ms in all`)),
    timeouts.totalMs,
  );
  const onCallerAbort = () => abort.abort(signal?.reason);
  signal?.addEventListener("abort", onCallerAbort, { once: true });
  try {
    const response = await request(urlOf(target.baseUrl, outgoing), {
      dispatcher: agentFor(target.baseUrl, timeouts.connectMs),
      method: outgoing.method,
      headers: headersOf(target.apiKey, outgoing.body !== undefined),
      body: outgoing.body === undefined ? null : JSON.stringify(outgoing.body),
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.bodyMs,
      signal: abort.signal,
    });
    // Destroying a body that is not at its end emits an error, and one that nobody listens to ends the process.
    response.body.on("error", () => undefined);
    try {
      return await readAnswer(target, response);
    } finally {
      response.body.destroy();
    }
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (abort.signal.aborted) throw abort.signal.reason;
    throw error instanceof FathomError ? error : networkError(error);
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener("abort", onCallerAbort);
  }
}

async function readAnswer(target: RequestTarget, response: Dispatcher.ResponseData): Promise<FathomAnswer> {
  const header = (name: string): string | null => [response.headers[name]].flat()[0] ?? null;
  const status = response.statusCode;
  const rateLimit = readRateLimit(header);
  const retryAfterSeconds = parseRetryAfter(header("retry-after"), new Date());
  target.onAnswer({ status, retryAfterSeconds, rateLimit });
  if (status < 200 || status > 299) {
    throw errorFromStatus(status, {
      retryAfterSeconds,
      detail: await readErrorDetail(response, target.apiKey),
    });
  }
  const encoding = header("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "") {
    // Nothing was asked for in compressed form, and a small compressed answer can unfold into gigabytes.
    throw new FathomBadResponseError("Fathom answered in compressed form, unasked", { status });
  }
  return { status, text: await readBody(response.body, target.maxResponseBytes, status), rateLimit };
}

async function readErrorDetail(response: Dispatcher.ResponseData, apiKey: string): Promise<string> {
  let body = "";
  try {
    for await (const chunk of response.body) {
      body += (chunk as Buffer).toString("utf8");
      if (body.length > MAX_ERROR_BYTES) break;
    }
  } catch {
    // The status is what counts: a body that breaks off must not turn a 401 into "unavailable".
    body += " (body cut off)";
  }
  return body.replaceAll(apiKey, "[key]");
}

function urlOf(baseUrl: string, { path, query }: OutgoingRequest): string {
  const search = query?.toString() ?? "";
  return search === "" ? `${baseUrl}${path}` : `${baseUrl}${path}?${search}`;
}

function headersOf(apiKey: string, hasBody: boolean): Record<string, string> {
  return {
    "x-api-key": apiKey,
    accept: "application/json",
    "accept-encoding": "identity",
    "user-agent": "fathom-koppeling",
    ...(hasBody ? { "content-type": "application/json" } : {}),
  };
}

function networkError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const facts = { detail: [code, error.message].filter(Boolean).join(" "), cause: error };
  if (error.name === "HTTPParserError" || code === "UND_ERR_HEADERS_OVERFLOW") {
    return new FathomBadResponseError("Fathom's answer is not valid HTTP", facts);
  }
  // All that goes wrong on the way has a code; what has none, or this one, is a fault on our side.
  if (code === "" || code === "UND_ERR_INVALID_ARG") return error;
  return new FathomUnavailableError("Fathom cannot be reached", facts);
}

const MAX_AGENTS = 16;
const agents = new Map<string, Agent>();

/**
 * The connections to one base URL, shared by every client in the process so that sockets are reused. The number of
 * base URLs is small; the bound is there for test runs that start many sandboxes.
 */
function agentFor(baseUrl: string, connectMs: number): Agent {
  const key = `${connectMs} ${baseUrl}`;
  const known = agents.get(key);
  if (known) return known;
  // A base URL on this machine is the sandbox, and means what it says; every other one has to lead outside.
  const guard = isClosedAddress(hostOf(baseUrl)) ? {} : { lookup: createGuardedLookup() };
  const agent = new Agent({ connect: { timeout: connectMs, ...guard }, connections: 16, pipelining: 1 });
  agents.set(key, agent);
  const [oldest] = agents;
  if (agents.size > MAX_AGENTS && oldest) {
    agents.delete(oldest[0]);
    void oldest[1].close();
  }
  return agent;
}

/** A name as an address where it always is the same one. */
function hostOf(baseUrl: string): string {
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, "");
  return host === "localhost" ? "127.0.0.1" : host;
}

/**
 * The error for an answer that is not a 2xx. Error bodies are undocumented, so nothing is parsed from them.
 *
 * @param facts.detail a piece of the body, already without secrets
 */
function errorFromStatus(
  status: number,
  facts: { retryAfterSeconds: number | null; detail: string },
): FathomError {
  const known = { status, ...facts };
  if (status === 401) return new FathomUnauthorizedError("Fathom refuses the API key (401)", known);
  if (status === 403) return new FathomForbiddenError("The API key may not see this (403)", known);
  if (status === 404 || status === 410) {
    return new FathomNotFoundError(`Fathom does not know this (${status})`, known);
  }
  if (status === 429) return new FathomRateLimitedError("Fathom's rate limit is reached (429)", known);
  if (status === 408 || status >= 500) {
    return new FathomUnavailableError(`Fathom is not available now (${status})`, known);
  }
  if (status >= 400) return new FathomBadRequestError(`Fathom refuses the request (${status})`, known);
  const what = status >= 300 ? "a redirect, which is not followed" : "an unexpected status";
  return new FathomBadResponseError(`Fathom answered with ${what} (${status})`, known);
}

/**
 * Reads a body as UTF-8 (a byte order mark is dropped) and stops at the cap, however much more is coming.
 *
 * @throws FathomBadResponseError when there is more than `maxBytes`
 */
async function readBody(body: Readable, maxBytes: number, status: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBytes) {
      throw new FathomBadResponseError(`Fathom's answer is larger than ${maxBytes} bytes`, { status });
    }
    chunks.push(bytes);
  }
  // Several times as fast as a TextDecoder, which a backfill of hundreds of megabytes feels.
  const text = Buffer.concat(chunks).toString("utf8");
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
