import { createHmac } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { toPlace } from "./client-address";
import { type Deps } from "./deps";
import { AppError } from "./errors";

/** How many attempts in how many seconds; counted in PostgreSQL, so that every process counts together. */
const LIMITS = {
  connection_test: { points: 10, duration: 600 },
  realtime: { points: 20, duration: 600 },
  notification_test: { points: 10, duration: 600 },
  /** One account from one address. */
  sign_in_pair: { points: 10, duration: 600 },
  /** One account from all addresses that it has not signed in from before. */
  sign_in_account: { points: 30, duration: 1800 },
  /** One address, whatever the account. */
  sign_in_address: { points: 50, duration: 600 },
  /** One account from a browser that it has signed in with before, wherever that is. */
  sign_in_device: { points: 10, duration: 600 },
  /** Failures that are written down one by one, of everybody together: strangers must not fill the audit log. */
  sign_in_failure: { points: 500, duration: 3600 },
  /** A user's own password in one session, wherever it is asked for again. */
  own_password: { points: 5, duration: 600 },
  /** Codes of a second factor, of which three of a million are right: of one user from one address. */
  second_factor_pair: { points: 10, duration: 1800 },
  /** Of one user from a browser that they have signed in with before. */
  second_factor_device: { points: 10, duration: 1800 },
  /** Of one user from all addresses that they have not signed in from before. */
  second_factor_user: { points: 10, duration: 1800 },
  invite: { points: 30, duration: 600 },
  /** What a user was refused; more than this is not written down one by one. */
  denial: { points: 20, duration: 600 },
} as const;

export type LimitKind = keyof typeof LIMITS;

/** Whose attempts are counted together; at least one of the two. */
export type Counted = {
  /** Where they come from: one client by {@link toPlace}. */
  address?: string | null;
  /** Whom or what they are about: a user, an account, a session. */
  subject?: string;
};

const limiters = new WeakMap<Deps["db"]["pool"], Map<string, RateLimiterPostgres>>();

/**
 * Counts one attempt.
 * @param onLimit called for the first attempt of a window that is one too many
 * @throws AppError `too_many_attempts` with the seconds to wait
 */
export async function limitAttempts(
  deps: Deps,
  kind: LimitKind,
  counted: Counted,
  onLimit?: () => Promise<void>,
): Promise<void> {
  try {
    await limiterOf(deps, kind).consume(toKey(deps, counted));
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    if (error.consumedPoints === LIMITS[kind].points + 1) await onLimit?.();
    throw new AppError(
      "too_many_attempts",
      {},
      { retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) },
    );
  }
}

/** After a success the count starts anew, so that only failures add up. */
export async function forgetAttempts(deps: Deps, kind: LimitKind, counted: Counted): Promise<void> {
  await limiterOf(deps, kind).delete(toKey(deps, counted));
}

/** Takes one attempt back that turned out to be none; those of others stay counted. */
export async function giveBackAttempt(deps: Deps, kind: LimitKind, counted: Counted): Promise<void> {
  await limiterOf(deps, kind).reward(toKey(deps, counted));
}

/** The table holds nobody's address or name: what counts together has the same keyed hash. */
function toKey(deps: Deps, { address, subject }: Counted): string {
  const text = JSON.stringify([address ? toPlace(address) : null, subject ?? null]);
  return createHmac("sha256", deps.config.auditHmacKey).update(`rate_limits|${text}`).digest("base64url");
}

function limiterOf(deps: Deps, kind: LimitKind): RateLimiterPostgres {
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
