import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AccountPanel, type ShellUser } from "@/components/shell/account-panel";
import { AppMark } from "@/components/shell/app-mark";
import { LanguageSwitch } from "@/components/shell/language-switch";
import { MobileMenu } from "@/components/shell/mobile-menu";
import { NavLinks } from "@/components/shell/nav-links";
import { ThemeSwitch } from "@/components/shell/theme-switch";

type AppShellProps = { user: ShellUser; banner: ReactNode; children: ReactNode };

export function AppShell({ user, banner, children }: AppShellProps) {
  const t = useTranslations("shell");
  return (
    <div className="flex min-h-dvh flex-col lg:flex-row">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-primary px-4 py-2 text-sm font-medium text-primary-foreground focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {t("skipToContent")}
      </a>
      <header className="sticky top-0 z-40 flex h-14 items-center justify-between border-b bg-background/95 px-2 backdrop-blur lg:hidden">
        <AppMark />
        <MobileMenu user={user} />
      </header>
      <header className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col gap-6 overflow-y-auto border-r bg-sidebar px-3 py-5 lg:flex">
        <AppMark />
        <NavLinks isAdmin={user.role === "admin"} />
        <div className="mt-auto flex flex-col gap-4">
          <div className="flex items-center justify-between px-2.5">
            <LanguageSwitch />
            <ThemeSwitch />
          </div>
          <div className="border-t px-2.5 pt-4">
            <AccountPanel user={user} />
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        <div className="mx-auto w-full max-w-[1200px] px-4 py-6 sm:px-6 lg:px-10 lg:py-8">
          {banner}
          {children}
        </div>
      </main>
    </div>
  );
}
