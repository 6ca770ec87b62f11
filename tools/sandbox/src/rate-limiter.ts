export type SandboxLimits = { light: number; heavy: number; windowMs: number };
export type RateVerdict = { allowed: boolean; limit: number; remaining: number; resetSeconds: number };

/**
 * A sliding log, in real time (clients wait in real time, whatever clock the sandbox shows). Every request counts
 * towards `light`, which is Fathom's limit for all requests together; a heavy one also towards `heavy`. A refused
 * request counts for nothing.
 */
export function createRateLimiter(
  limits: SandboxLimits,
  realTime: () => number = Date.now,
): (requestClass: "light" | "heavy") => RateVerdict {
  const all: number[] = [];
  const heavy: number[] = [];
  return (requestClass) => {
    const time = realTime();
    for (const log of [all, heavy]) {
      while (log[0] !== undefined && log[0] <= time - limits.windowMs) log.shift();
    }
    const logs = requestClass === "heavy" ? [{ log: heavy, limit: limits.heavy }] : [];
    logs.push({ log: all, limit: limits.light });
    const allowed = logs.every(({ log, limit }) => log.length < limit);
    if (allowed) for (const { log } of logs) log.push(time);
    const tightest = logs.reduce((left, right) =>
      right.limit - right.log.length < left.limit - left.log.length ? right : left,
    );
    const oldest = tightest.log[0] ?? time;
    return {
      allowed,
      limit: tightest.limit,
      remaining: Math.max(0, tightest.limit - tightest.log.length),
      resetSeconds: Math.max(1, Math.ceil((oldest + limits.windowMs - time) / 1000)),
    };
  };
}
