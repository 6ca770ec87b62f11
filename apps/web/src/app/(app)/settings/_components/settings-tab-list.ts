import {
  CalendarSync,
  CircleQuestionMark,
  type LucideIcon,
  Plug2,
  ScrollText,
  UsersRound,
} from "lucide-react";
import { type SettingsTab, settingsTabs } from "@/lib/settings-href";

export const settingsTabIcons: Record<SettingsTab, LucideIcon> = {
  connection: Plug2,
  sync: CalendarSync,
  users: UsersRound,
  audit: ScrollText,
  faq: CircleQuestionMark,
};

export function parseSettingsTab(value: string | null): SettingsTab {
  return settingsTabs.find((tab) => tab === value) ?? "connection";
}
