import { type Deps } from "./deps";

const LOG_EVERY_MS = 60_000;

const counters = new WeakMap<Deps["db"], Map<string, { unlogged: number; loggedAt: number }>>();

/**
 * For what anybody can make happen as often as they like: a log line a minute, with their number.
 * @returns how many there were since the last line, or null when it is not time for one
 */
export function sampleLog(deps: Deps, kind: string): number | null {
  const kinds = counters.get(deps.db) ?? new Map<string, { unlogged: number; loggedAt: number }>();
  counters.set(deps.db, kinds);
  const counter = kinds.get(kind) ?? { unlogged: 0, loggedAt: 0 };
  kinds.set(kind, counter);
  counter.unlogged += 1;
  const now = deps.clock.now().getTime();
  if (now - counter.loggedAt < LOG_EVERY_MS) return null;
  const count = counter.unlogged;
  counter.unlogged = 0;
  counter.loggedAt = now;
  return count;
}
