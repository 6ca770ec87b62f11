"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { type Locale, localeCookieName, locales } from "@/i18n/locales";
import { cn } from "@/lib/cn";

export function LanguageSwitch() {
  const t = useTranslations("shell");
  const current = useLocale();
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  function choose(locale: Locale) {
    rememberLocale(locale);
    startTransition(() => router.refresh());
  }

  return (
    <div role="group" aria-label={t("language")} className="flex rounded-md border bg-card p-0.5">
      {locales.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-pressed={locale === current}
          disabled={pending}
          onClick={() => choose(locale)}
          className={cn(
            "h-7 min-w-9 rounded-sm px-2 text-xs font-medium text-muted-foreground uppercase outline-none hover:text-foreground focus-visible:ring-2 focus-visible:ring-ring",
            locale === current && "bg-accent text-foreground",
          )}
        >
          {locale}
          <span className="sr-only"> {t(locale)}</span>
        </button>
      ))}
    </div>
  );
}

const ONE_YEAR_SECONDS = 31_536_000;

function rememberLocale(locale: Locale) {
  document.cookie = `${localeCookieName}=${locale}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`;
}
