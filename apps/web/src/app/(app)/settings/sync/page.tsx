import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { loadAsAdmin } from "../_components/load-as-admin";
import { SyncTab } from "./_components/sync-tab";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.tabs");
  return { title: t("sync") };
}

export default async function SyncPage() {
  const loaded = await loadAsAdmin((caller) =>
    Promise.all([caller.fathomSettings.get(), caller.sync.history({ limit: 10 }), caller.reconcile.latest()]),
  );
  if (!loaded) return null;
  const [settings, history, difference] = loaded;
  return <SyncTab configured={settings.hasApiKey} initialHistory={history} initialDifference={difference} />;
}
