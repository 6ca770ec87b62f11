import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";

/** How many attempts in how many seconds; counted in PostgreSQL, so that every process counts together. */
const LIMITS = {
  connection_test: { points: 10, duration: 600 },
  reveal: { points: 5, duration: 600 },
  realtime: { points: 20, duration: 600 },
  notification_test: { points: 10, duration: 600 },
  sign_in_account: { points: 10, duration: 600 },
  sign_in_address: { points: 50, duration: 600 },
} as const;

const limiters = new WeakMap<Deps["db"]["pool"], Map<string, RateLimiterPostgres>>();

/**
 * Counts one attempt.
 * @throws AppError `too_many_attempts` with the seconds to wait
 */
export async function limitAttempts(deps: Deps, kind: keyof typeof LIMITS, key: string): Promise<void> {
  try {
    await limiterOf(deps, kind).consume(key.slice(0, 200));
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new AppError(
      "too_many_attempts",
      {},
      { retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) },
    );
  }
}

/** After a success the count starts anew, so that only failures add up. */
export async function forgetAttempts(deps: Deps, kind: keyof typeof LIMITS, key: string): Promise<void> {
  await limiterOf(deps, kind).delete(key.slice(0, 200));
}

function limiterOf(deps: Deps, kind: keyof typeof LIMITS): RateLimiterPostgres {
  const { pool } = deps.db;
  const known = limiters.get(pool) ?? new Map<string, RateLimiterPostgres>();
  limiters.set(pool, known);
  let limiter = known.get(kind);
  if (!limiter) {
    limiter = new RateLimiterPostgres({
      storeClient: pool,
      storeType: "pool",
      tableName: "rate_limits",
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: kind,
      ...LIMITS[kind],
    });
    known.set(kind, limiter);
  }
  return limiter;
}
