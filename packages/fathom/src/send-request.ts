import { type Dispatcher, request } from "undici";
import { agentFor } from "./connection-pool";
import { errorFromStatus } from "./error-from-status";
import { FathomBadResponseError, FathomError, FathomUnavailableError } from "./errors";
import { parseRetryAfter } from "./parse-retry-after";
import { readBody } from "./read-body";
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
