import { cookies } from "next/headers";
import type { Formats } from "next-intl";
import { getRequestConfig } from "next-intl/server";
import { localeCookieName, parseLocale, timeZone } from "@/i18n/locales";
import { messages } from "@/i18n/messages";

/** Addresses are the same in both languages: which one somebody reads is a cookie, not a path. */
export default getRequestConfig(async () => {
  const locale = parseLocale((await cookies()).get(localeCookieName)?.value);
  return { locale, messages: messages[locale], timeZone, formats, now: new Date() };
});

export const formats = {
  dateTime: {
    /** zaterdag 22 november 2025 om 14:30 */
    exact: { dateStyle: "full", timeStyle: "short" },
    /** 22 nov 2025, 14:30 */
    moment: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
    /** 22 nov 2025 */
    day: { day: "numeric", month: "short", year: "numeric" },
    /** 22 nov */
    shortDay: { day: "numeric", month: "short" },
    /** 14:30 */
    time: { hour: "2-digit", minute: "2-digit" },
  },
  number: {
    percent: { style: "percent", maximumFractionDigits: 1 },
  },
} satisfies Formats;
