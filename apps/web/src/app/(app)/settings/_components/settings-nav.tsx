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
import { useEffect, useRef } from "react";
import { cn } from "@/lib/cn";
import { type SettingsTab, settingsHref, settingsTabs } from "@/lib/settings-href";

const icons: Record<SettingsTab, LucideIcon> = {
  connection: Plug2,
  sync: CalendarSync,
  users: UsersRound,
  audit: ScrollText,
  faq: CircleQuestionMark,
};

/** The pages of the settings, as a row of links: each has its address, and opens in a new window too. */
export function SettingsNav() {
  const segment = useSelectedLayoutSegment();
  const current = settingsTabs.find((tab) => tab === segment) ?? "connection";
  const t = useTranslations("settings.tabs");
  const list = useRef<HTMLUListElement>(null);

  // On a phone the row is wider than the screen: the page that is open must be in sight.
  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>("[aria-current=page]");
    if (list.current && link) list.current.scrollLeft = link.offsetLeft - list.current.offsetLeft - 24;
  }, [current]);

  return (
    <nav aria-label={t("label")} className="mb-6">
      <ul ref={list} className="flex gap-1 overflow-x-auto border-b [scrollbar-width:none]">
        {settingsTabs.map((tab) => {
          const Icon = icons[tab];
          return (
            <li key={tab} className="shrink-0">
              <Link
                href={settingsHref(tab)}
                scroll={false}
                aria-current={tab === current ? "page" : undefined}
                className={cn(
                  "inline-flex h-10 items-center gap-2 border-b-2 border-transparent px-3 text-sm font-medium whitespace-nowrap text-muted-foreground transition-colors duration-100 outline-none",
                  "hover:text-foreground focus-visible:rounded-md focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-inset",
                  "aria-[current=page]:border-primary aria-[current=page]:text-foreground",
                )}
              >
                <Icon aria-hidden className={cn("size-4", tab === "connection" && "text-primary-text")} />
                {t(tab)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
