import { type Locale, localeCookieName } from "@/i18n/locales";

const ONE_YEAR_SECONDS = 31_536_000;

export function rememberLocale(locale: Locale) {
  document.cookie = `${localeCookieName}=${locale}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`;
}
