import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AppIcon } from "@/components/shell/app-mark";
import { LanguageSwitch } from "@/components/shell/language-switch";

type EntryShellProps = { title: string; description: string; children: ReactNode };

/** The pages around signing in: a card with the name above it. */
export function EntryShell({ title, description, children }: EntryShellProps) {
  const common = useTranslations("common");
  return (
    // From the top, not around the middle: a page of which the end is still to come would jump up when it does.
    <main className="flex min-h-dvh flex-col items-center gap-6 px-4 pt-[12dvh] pb-10">
      <div className="w-full max-w-sm">
        <p className="mb-8 flex items-center justify-center gap-2.5 font-semibold tracking-tight">
          <AppIcon />
          {common("appName")}
        </p>
        <div className="rounded-xl border bg-card p-6">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          <p className="mt-1 mb-6 text-sm text-pretty text-muted-foreground">{description}</p>
          {children}
        </div>
      </div>
      <LanguageSwitch />
    </main>
  );
}
