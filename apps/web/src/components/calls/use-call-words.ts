import { useFormatter, useNow, useTranslations } from "next-intl";
import type { CallItem } from "./call-item";

type DurationOf = Pick<CallItem, "durationSeconds" | "durationFault">;

/** How a call is put into words, wherever it is listed. */
export function useCallWords() {
  const t = useTranslations("calls");
  const format = useFormatter();
  const now = useNow();

  /** "vr 20 nov, 14:30", with the year when that is another one. */
  function when(date: Date) {
    const year = date.getUTCFullYear() === now.getUTCFullYear() ? undefined : ("numeric" as const);
    return format.dateTime(date, {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      year,
    });
  }

  function duration({ durationSeconds: seconds, durationFault }: DurationOf) {
    if (seconds === null) return t(durationFault ? "duration.fault" : "duration.unknown");
    const minutes = Math.round(seconds / 60);
    if (minutes < 1) return t("duration.underMinute");
    if (minutes < 60) return t("duration.minutes", { minutes });
    return t("duration.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  }

  /** The others: that the rep was in their own call goes without saying. */
  function withWhom({ invitees, inviteeCount, salesRep }: CallItem) {
    const others = invitees.filter(({ name }) => name !== salesRep.name);
    const named = others.slice(0, 2).flatMap(({ name, email }) => name ?? email ?? []);
    if (named.length === 0) return t("withNobody");
    const more = inviteeCount - (invitees.length - others.length) - named.length;
    const names = named.join(", ");
    return more > 0 ? t("withMore", { names, more }) : names;
  }

  return { when, duration, withWhom };
}
