const TICK_MS = 15_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let lastTick = 0;

/** One timer for every relative time on the page. */
export function subscribeToClock(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The moment in milliseconds, steady between ticks: React reads it more than once per render. */
export function getClockTime() {
  const now = Date.now();
  if (Math.abs(now - lastTick) >= TICK_MS - 1000) lastTick = now;
  return lastTick;
}
