"use client";

import {
  CalendarSync,
  CircleQuestionMark,
  type LucideIcon,
  Plug2,
  ScrollText,
  UsersRound,
} from "lucide-react";
import Link from "next/link";
import { useSelectedLayoutSegment } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/lib/cn";
import { type SettingsTab, settingsHref, settingsTabs } from "@/lib/settings-href";

const PANEL_ID = "settings-panel";

/**
 * The tab is in the address, so that it can be linked to and the back button works; the server renders its content.
 * Tabs are links: they open in a new window too, and work before any script has run.
 */
export function SettingsTabs({ children }: { children: ReactNode }) {
  const tab = parseSettingsTab(useSelectedLayoutSegment());
  const t = useTranslations("settings.tabs");
  const list = useRef<HTMLDivElement>(null);

  // On a phone the row of tabs is wider than the screen: the one that is open must be in sight.
  useEffect(() => {
    const active = list.current?.querySelector<HTMLElement>("[aria-selected=true]");
    if (list.current && active) list.current.scrollLeft = active.offsetLeft - list.current.offsetLeft - 24;
  }, [tab]);

  return (
    <div className="flex flex-col gap-6">
      <div
        ref={list}
        role="tablist"
        aria-label={t("label")}
        onKeyDown={moveFocus}
        className="flex w-full gap-1 overflow-x-auto border-b [scrollbar-width:none]"
      >
        {settingsTabs.map((value) => {
          const Icon = settingsTabIcons[value];
          return (
            <Link
              key={value}
              id={`tab-${value}`}
              href={settingsHref(value)}
              scroll={false}
              role="tab"
              aria-selected={value === tab}
              aria-controls={PANEL_ID}
              tabIndex={value === tab ? 0 : -1}
              className={cn(
                "-mb-px inline-flex h-10 shrink-0 items-center gap-2 border-b-2 border-transparent px-3 text-sm font-medium whitespace-nowrap text-muted-foreground transition-colors duration-100 outline-none",
                "hover:text-foreground focus-visible:rounded-md focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-inset",
                "aria-selected:border-primary aria-selected:text-foreground [&_svg]:size-4 [&_svg]:shrink-0",
              )}
            >
              <Icon aria-hidden className={cn(value === "connection" && "text-primary-text")} />
              {t(value)}
            </Link>
          );
        })}
      </div>
      <div
        id={PANEL_ID}
        role="tabpanel"
        aria-labelledby={`tab-${tab}`}
        tabIndex={0}
        className="rounded-lg outline-none focus-visible:ring-2 focus-visible:ring-ring"
      >
        {children}
      </div>
    </div>
  );
}

/** The keys of a row of tabs: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/, opened by hand. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
  const at = tabs.findIndex((tab) => tab === document.activeElement);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (next !== undefined) tabs.at(next % tabs.length)?.focus();
  else if (event.key === " ") tabs[at]?.click();
  else return;
  event.preventDefault();
}

const settingsTabIcons: Record<SettingsTab, LucideIcon> = {
  connection: Plug2,
  sync: CalendarSync,
  users: UsersRound,
  audit: ScrollText,
  faq: CircleQuestionMark,
};

function parseSettingsTab(value: string | null): SettingsTab {
  return settingsTabs.find((tab) => tab === value) ?? "connection";
}
