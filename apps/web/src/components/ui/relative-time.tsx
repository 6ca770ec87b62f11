"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { getClockTime, subscribeToClock } from "@/lib/shared-clock";

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
