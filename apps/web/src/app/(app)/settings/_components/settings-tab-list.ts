import { CalendarSync, CircleQuestionMark, type LucideIcon, Plug2, ScrollText } from "lucide-react";

export const settingsTabs = ["connection", "sync", "audit", "faq"] as const;
export type SettingsTab = (typeof settingsTabs)[number];

export const settingsTabIcons: Record<SettingsTab, LucideIcon> = {
  connection: Plug2,
  sync: CalendarSync,
  audit: ScrollText,
  faq: CircleQuestionMark,
};

export function parseSettingsTab(value: string | string[] | undefined): SettingsTab {
  return settingsTabs.find((tab) => tab === value) ?? "connection";
}

export const settingsHref = (tab: SettingsTab, anchor?: string) =>
  `/settings?tab=${tab}${anchor ? `#${anchor}` : ""}`;
