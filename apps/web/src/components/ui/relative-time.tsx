"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";

type RelativeTimeProps = { date: Date; className?: string };

/** "4 minuten geleden", kept up to date, with the exact moment on hover. */
export function RelativeTime({ date, className }: RelativeTimeProps) {
  const format = useFormatter();
  const t = useTranslations("common");
  // While hydrating, React renders with the server's moment, so that both sides print the same words.
  const serverNow = useNow().getTime();
  const now = useSyncExternalStore(subscribeToClock, getClockTime, () => serverNow);

  const secondsAgo = (now - date.getTime()) / 1000;
  const justNow = secondsAgo > -20 && secondsAgo < 45;
  return (
    <time dateTime={date.toISOString()} title={format.dateTime(date, "exact")} className={className}>
      {justNow ? t("justNow") : format.relativeTime(date, now)}
    </time>
  );
}

const TICK_MS = 15_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let lastTick = 0;

/** One timer for every relative time on the page. */
function subscribeToClock(listener: () => void) {
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
function getClockTime() {
  const now = Date.now();
  if (Math.abs(now - lastTick) >= TICK_MS - 1000) lastTick = now;
  return lastTick;
}
