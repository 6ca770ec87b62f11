import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { loadAsAdmin } from "../_components/load-as-admin";
import { loadRun } from "../_components/load-run";
import { SyncRunDetail } from "../_components/sync-run-detail";
import { SyncTab } from "../_components/sync-tab";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.tabs");
  return { title: t("sync") };
}

type SyncPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SyncPage({ searchParams }: SyncPageProps) {
  const { run: runId } = await searchParams;
  const run = typeof runId === "string" ? await loadAsAdmin((caller) => loadRun(caller, runId)) : null;
  if (run) return <SyncRunDetail key={run.runId} initialRun={run} />;
  const loaded = await loadAsAdmin((caller) =>
    Promise.all([caller.fathomSettings.get(), caller.sync.history({ limit: 10 }), caller.reconcile.latest()]),
  );
  if (!loaded) return null;
  const [settings, history, difference] = loaded;
  return <SyncTab configured={settings.hasApiKey} initialHistory={history} initialDifference={difference} />;
}
