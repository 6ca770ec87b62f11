import { setImmediate } from "node:timers/promises";
import { type Logger } from "pino";
import { type Background } from "./deps";

/** At once: each needs a connection of the pool for a moment, which has to be there for those who wait for an answer. */
const AT_ONCE = 3;
/** A second's worth of more webhooks than Fathom ever sent. */
const MAX_WAITING = 200;

export function createBackground(log: Logger): Background {
  const waiting: (() => Promise<unknown>)[] = [];
  const inHand = new Set<Promise<void>>();
  let stopped = false;

  function startNext(): void {
    const work = inHand.size < AT_ONCE ? waiting.shift() : undefined;
    if (!work) return;
    // Not before what is being answered has been.
    const done = setImmediate()
      .then(work)
      .catch((error: unknown) => log.warn({ err: error }, "work after an answer failed; others find it"))
      .then(() => {
        inHand.delete(done);
        startNext();
      });
    inHand.add(done);
  }

  return {
    run: (work) => {
      if (stopped || waiting.length >= MAX_WAITING) return false;
      waiting.push(work);
      startNext();
      return true;
    },
    stop: async () => {
      stopped = true;
      waiting.length = 0;
      await Promise.all(inHand);
    },
  };
}
