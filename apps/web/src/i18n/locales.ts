export const locales = ["nl", "en"] as const;
export type Locale = (typeof locales)[number];

const defaultLocale: Locale = "nl";
export const localeCookieName = "locale";
export const timeZone = "Europe/Amsterdam";

export function parseLocale(value: string | null | undefined): Locale {
  return locales.find((locale) => locale === value) ?? defaultLocale;
}
