export type FathomErrorCode =
  | "unauthorized"
  | "forbidden"
  | "rate_limited"
  | "unavailable"
  | "bad_response"
  | "bad_request"
  | "not_found";

export type FathomErrorFacts = {
  status?: number | null;
  retryAfterSeconds?: number | null;
  /** What the other side said; bounded and stripped of control characters here, of secrets by the caller. */
  detail?: string;
  cause?: unknown;
};

const MAX_DETAIL = 200;

/** At most 200 printable characters on one line, fit for a log line or a screen. */
export function boundDetail(text: string): string {
  const line = text
    .slice(0, MAX_DETAIL * 20)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, " ")
    .trim();
  return line.length <= MAX_DETAIL ? line : `${line.slice(0, MAX_DETAIL - 1)}…`;
}

/**
 * What can go wrong when Fathom is asked something. `code` is what callers decide on; `status` is the HTTP status, or
 * null when there was none; `retryAfterSeconds` is there when Fathom said how long to wait.
 */
export abstract class FathomError extends Error {
  abstract readonly code: FathomErrorCode;
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;
  readonly detail: string;

  constructor(message: string, facts: FathomErrorFacts = {}) {
    const detail = boundDetail(facts.detail ?? "");
    super(detail === "" ? message : `${message}: ${detail}`, { cause: facts.cause });
    this.name = new.target.name;
    this.status = facts.status ?? null;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
    this.detail = detail;
  }
}

/** 401, or a key that cannot be sent at all: the key is wrong or was revoked. Needs a person. */
export class FathomUnauthorizedError extends FathomError {
  readonly code = "unauthorized";
}

/** 403: the key is known, but may not see this. Needs a person. */
export class FathomForbiddenError extends FathomError {
  readonly code = "forbidden";
}

/** 429: too many requests. `retryAfterSeconds` is null when Fathom did not say how long. */
export class FathomRateLimitedError extends FathomError {
  readonly code = "rate_limited";
}

/** Network, time-out, reset, 408 or 5xx: worth a retry later. */
export class FathomUnavailableError extends FathomError {
  readonly code = "unavailable";
}

/** An answer that is not what Fathom's API answers: HTML, cut JSON, another envelope, too large, a redirect. */
export class FathomBadResponseError extends FathomError {
  readonly code = "bad_response";
}

/** Another 4xx: Fathom refuses the question, for one a cursor that is no longer valid. */
export class FathomBadRequestError extends FathomError {
  readonly code = "bad_request";
}

/** 404 or 410: no such thing (any more). */
export class FathomNotFoundError extends FathomError {
  readonly code = "not_found";
}
