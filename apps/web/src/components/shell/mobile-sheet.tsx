"use client";

import { useTranslations } from "next-intl";
import { AccountPanel, type ShellUser } from "@/components/shell/account-panel";
import { LanguageSwitch } from "@/components/shell/language-switch";
import { NavLinks } from "@/components/shell/nav-links";
import { ThemeSwitch } from "@/components/shell/theme-switch";
import { Separator } from "@/components/ui/separator";
import { Sheet, SheetContent, SheetTitle } from "@/components/ui/sheet";

type MobileSheetProps = { user: ShellUser; open: boolean; onOpenChange: (open: boolean) => void };

export function MobileSheet({ user, open, onOpenChange }: MobileSheetProps) {
  const t = useTranslations("shell");
  return (
    <Sheet open={open} onOpenChange={onOpenChange}>
      <SheetContent side="bottom" aria-describedby={undefined}>
        <SheetTitle className="pr-10 font-semibold">{t("menu")}</SheetTitle>
        <NavLinks isAdmin={user.role === "admin"} onNavigate={() => onOpenChange(false)} />
        <Separator />
        <div className="flex items-center justify-between">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <AccountPanel user={user} onNavigate={() => onOpenChange(false)} />
      </SheetContent>
    </Sheet>
  );
}
