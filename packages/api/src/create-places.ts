import { AppError } from "./errors";

type Lane = { inside: number; waiting: (() => void)[] };

const RETRY_AFTER_SECONDS = 5;

/**
 * Bounds how much work runs at once for one key, such as a user. More of it waits, in the order it came, for so long
 * and so many.
 * @returns a function that does work in a place of its key; it throws AppError `too_busy` when no place came free in time
 */
export function createPlaces({
  atOnce,
  waiting,
  waitMs,
}: {
  atOnce: number;
  waiting: number;
  waitMs: number;
}) {
  const lanes = new Map<string, Lane>();
  const busy = () => new AppError("too_busy", {}, { retryAfterSeconds: RETRY_AFTER_SECONDS });

  async function take(lane: Lane): Promise<void> {
    if (lane.inside < atOnce) {
      lane.inside += 1;
      return;
    }
    if (lane.waiting.length >= waiting) throw busy();
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        lane.waiting.splice(lane.waiting.indexOf(enter), 1);
        reject(busy());
      }, waitMs);
      lane.waiting.push(enter);
    });
  }

  return async function inPlace<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lane = lanes.get(key) ?? { inside: 0, waiting: [] };
    lanes.set(key, lane);
    await take(lane);
    try {
      return await work();
    } finally {
      // The next one takes over this place.
      const next = lane.waiting.shift();
      if (next) next();
      else lane.inside -= 1;
      if (lane.inside === 0) lanes.delete(key);
    }
  };
}
