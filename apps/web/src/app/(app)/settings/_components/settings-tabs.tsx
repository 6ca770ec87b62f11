"use client";

import { useRouter, useSelectedLayoutSegment } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useTransition } from "react";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { cn } from "@/lib/cn";
import { settingsHref, settingsTabs } from "@/lib/settings-href";
import { leaveForms } from "@/lib/unsaved-changes";
import { parseSettingsTab, settingsTabIcons } from "./settings-tab-list";

/** The tab is in the address, so that it can be linked to and the back button works; the server renders its content. */
export function SettingsTabs({ children }: { children: ReactNode }) {
  const tab = parseSettingsTab(useSelectedLayoutSegment());
  const t = useTranslations("settings");
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const list = useRef<HTMLDivElement>(null);

  // On a phone the row of tabs is wider than the screen: the one that is open must be in sight.
  useEffect(() => {
    const active = list.current?.querySelector<HTMLElement>("[aria-selected=true]");
    if (list.current && active) list.current.scrollLeft = active.offsetLeft - list.current.offsetLeft - 24;
  }, [tab]);

  function open(value: string) {
    leaveForms(() =>
      startTransition(() => router.push(settingsHref(parseSettingsTab(value)), { scroll: false })),
    );
  }

  return (
    <Tabs value={tab} onValueChange={open} activationMode="manual">
      <TabsList ref={list} aria-label={t("tabs.label")}>
        {settingsTabs.map((value) => {
          const Icon = settingsTabIcons[value];
          return (
            <TabsTrigger key={value} value={value}>
              <Icon aria-hidden className={cn(value === "connection" && "text-primary-text")} />
              {t(`tabs.${value}`)}
            </TabsTrigger>
          );
        })}
      </TabsList>
      <TabsContent value={tab} aria-busy={pending} className={cn(pending && "opacity-60")}>
        {children}
      </TabsContent>
    </Tabs>
  );
}
