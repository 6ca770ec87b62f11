import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectionTab } from "./_components/connection-tab";
import { loadAsAdmin } from "../_components/load-as-admin";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.tabs");
  return { title: t("connection") };
}

export default async function ConnectionPage() {
  const loaded = await loadAsAdmin((caller) =>
    Promise.all([caller.fathomSettings.get(), caller.realtime.status(), caller.notifications.get()]),
  );
  if (!loaded) return null;
  const [settings, realtime, notifications] = loaded;
  return (
    <ConnectionTab settings={settings} initialRealtime={realtime} initialNotifications={notifications} />
  );
}
