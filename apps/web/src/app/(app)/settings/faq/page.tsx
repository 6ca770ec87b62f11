import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FaqList } from "./_components/faq-list";
import { findDiagnoses } from "./_components/find-diagnoses";
import { loadAsAdmin } from "../_components/load-as-admin";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.tabs");
  return { title: t("faq") };
}

export default async function FaqPage() {
  const loaded = await loadAsAdmin((caller) =>
    Promise.all([
      caller.fathomSettings.get(),
      caller.overview.get(),
      caller.sync.history({ limit: 1 }),
      caller.notifications.health(),
      caller.realtime.status(),
    ]),
  );
  if (!loaded) return null;
  const [settings, overview, history, { problems }, realtime] = loaded;
  const lastRun = history.items[0] ?? null;
  return <FaqList diagnoses={findDiagnoses({ settings, overview, lastRun, problems, realtime })} />;
}
