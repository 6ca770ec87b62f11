import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { type Deps } from "../../deps";
import { sampleLog } from "./sample-log";

const REFUSALS_PER_MINUTE = 30;

const limiters = new WeakMap<Deps["db"], RateLimiterMemory>();

/**
 * Counts a request that was not signed by Fathom. In memory, so that a flood writes to neither database nor disk.
 * Never asked before a signature is checked: Fathom may share an address.
 * @returns the seconds to wait when an address sends too many, else null
 */
export async function countRefusal(
  deps: Deps,
  refusal: { address: string | null; reason: string },
): Promise<number | null> {
  const refused = sampleLog(deps, "refused");
  if (refused !== null) deps.log.warn({ ...refusal, refused }, "webhook deliveries were refused");
  const limiter =
    limiters.get(deps.db) ?? new RateLimiterMemory({ points: REFUSALS_PER_MINUTE, duration: 60 });
  limiters.set(deps.db, limiter);
  try {
    await limiter.consume(refusal.address ?? "unknown");
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
  }
}
