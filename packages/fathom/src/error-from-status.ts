import {
  FathomBadRequestError,
  FathomBadResponseError,
  type FathomError,
  FathomForbiddenError,
  FathomNotFoundError,
  FathomRateLimitedError,
  FathomUnauthorizedError,
  FathomUnavailableError,
} from "./errors";

/**
 * The error for an answer that is not a 2xx. Error bodies are undocumented, so nothing is parsed from them.
 *
 * @param facts.detail a piece of the body, already without secrets
 */
export function errorFromStatus(
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
