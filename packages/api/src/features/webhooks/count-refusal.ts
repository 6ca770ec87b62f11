import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { type Deps } from "../../deps";

const REFUSALS_PER_MINUTE = 30;
const LOG_EVERY_MS = 60_000;

type Counter = { limiter: RateLimiterMemory; unlogged: number; loggedAt: number };
const counters = new WeakMap<Deps["db"], Counter>();

/**
 * Counts a request that was not signed by Fathom. In memory, so that a flood writes to neither database nor disk; the
 * log has one line a minute with their number. Never asked before a signature is checked: Fathom may share an address.
 * @returns the seconds to wait when an address sends too many, else null
 */
export async function countRefusal(
  deps: Deps,
  refusal: { address: string | null; reason: string },
): Promise<number | null> {
  const counter = counterOf(deps);
  counter.unlogged += 1;
  const now = deps.clock.now().getTime();
  if (now - counter.loggedAt >= LOG_EVERY_MS) {
    deps.log.warn({ ...refusal, refused: counter.unlogged }, "webhook deliveries were refused");
    counter.unlogged = 0;
    counter.loggedAt = now;
  }
  try {
    await counter.limiter.consume(refusal.address ?? "unknown");
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
  }
}

function counterOf(deps: Deps): Counter {
  let counter = counters.get(deps.db);
  if (!counter) {
    const limiter = new RateLimiterMemory({ points: REFUSALS_PER_MINUTE, duration: 60 });
    counter = { limiter, unlogged: 0, loggedAt: 0 };
    counters.set(deps.db, counter);
  }
  return counter;
}
