export type RateLimitInfo = { limit: number | null; remaining: number | null; resetSeconds: number | null };

/** Reads the `RateLimit-*` headers of an answer; null for each that is absent or not a number. */
export function readRateLimit(header: (name: string) => string | null): RateLimitInfo {
  return {
    limit: readCount(header("ratelimit-limit")),
    remaining: readCount(header("ratelimit-remaining")),
    resetSeconds: readCount(header("ratelimit-reset")),
  };
}

function readCount(value: string | null): number | null {
  return value !== null && /^\d{1,9}$/.test(value.trim()) ? Number(value) : null;
}
