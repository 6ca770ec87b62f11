import { cookies } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { formats } from "@/i18n/formats";
import { localeCookieName, parseLocale, timeZone } from "@/i18n/locales";
import { messages } from "@/i18n/messages";

/** Addresses are the same in both languages: which one somebody reads is a cookie, not a path. */
export default getRequestConfig(async () => {
  const locale = parseLocale((await cookies()).get(localeCookieName)?.value);
  return { locale, messages: messages[locale], timeZone, formats, now: new Date() };
});
