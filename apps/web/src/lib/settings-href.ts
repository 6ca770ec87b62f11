export const settingsTabs = ["connection", "sync", "users", "audit", "faq"] as const;
export type SettingsTab = (typeof settingsTabs)[number];

export const settingsHref = (tab: SettingsTab, anchor?: string) =>
  `/settings?tab=${tab}${anchor ? `#${anchor}` : ""}`;
