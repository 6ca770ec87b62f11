import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { toPlace } from "./client-address";
import { type Deps } from "./deps";
import { sampleLog } from "./sample-log";

const REFUSALS_PER_MINUTE = 30;

/** Who is refused for want of a signature, and what the log says of it. */
const DOORS = {
  webhook: "webhook deliveries were refused",
  engine: "requests to the job engine's address were refused",
} as const;

type Door = keyof typeof DOORS;

const limiters = new WeakMap<Deps["db"], Record<Door, RateLimiterMemory>>();

function limiterOf(deps: Deps, door: Door): RateLimiterMemory {
  const create = () => new RateLimiterMemory({ points: REFUSALS_PER_MINUTE, duration: 60 });
  const known = limiters.get(deps.db) ?? { webhook: create(), engine: create() };
  limiters.set(deps.db, known);
  return known[door];
}

/**
 * Counts a request that was not signed as it should be. In memory, so that a flood writes to neither database nor disk.
 * @returns the seconds to wait when an address sends too many, else null
 */
export async function countRefusal(
  deps: Deps,
  door: Door,
  refusal: { address: string | null; reason: string },
): Promise<number | null> {
  const refused = sampleLog(deps, `${door}_refused`);
  if (refused !== null) deps.log.warn({ ...refusal, refused }, DOORS[door]);
  try {
    await limiterOf(deps, door).consume(placeOf(refusal.address));
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return toSeconds(error);
  }
}

/**
 * Whether an address has been refused too often, without counting anything. Before a signature is checked this may
 * only be asked of an address that nothing good has come from: whoever signs may share it.
 * @returns the seconds to wait, else null
 */
export async function findRefusalWait(
  deps: Deps,
  door: Door,
  address: string | null,
): Promise<number | null> {
  const count = await limiterOf(deps, door).get(placeOf(address));
  return count !== null && count.consumedPoints >= REFUSALS_PER_MINUTE ? toSeconds(count) : null;
}

const placeOf = (address: string | null) => (address === null ? "unknown" : toPlace(address));

const toSeconds = ({ msBeforeNext }: RateLimiterRes) => Math.max(1, Math.ceil(msBeforeNext / 1000));
