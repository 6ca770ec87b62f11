"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext } from "react";

const TICK_MS = 15_000;

const NowContext = createContext<Date | null>(null);

/**
 * The moment for every relative time below it, one tick for all. It starts with the server's, so that both sides print
 * the same words, and goes on over navigations, so that what is shown later starts with the present.
 */
export function Clock({ children }: { children: ReactNode }) {
  return <NowContext value={useNow({ updateInterval: TICK_MS })}>{children}</NowContext>;
}

type RelativeTimeProps = { date: Date; className?: string };

/** "4 minuten geleden", kept up to date, with the exact moment on hover. */
export function RelativeTime({ date, className }: RelativeTimeProps) {
  const format = useFormatter();
  const t = useTranslations("common");
  const now = useContext(NowContext);
  if (now === null) throw new Error("RelativeTime belongs inside Clock");

  const secondsAgo = (now.getTime() - date.getTime()) / 1000;
  const justNow = secondsAgo > -20 && secondsAgo < 45;
  return (
    <time dateTime={date.toISOString()} title={format.dateTime(date, "exact")} className={className}>
      {justNow ? t("justNow") : format.relativeTime(date, now)}
    </time>
  );
}
