import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminOnly } from "@/components/shell/admin-only";
import { PageHeader } from "@/components/ui/page-header";
import type { SettingsTab } from "@/lib/settings-href";
import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";
import { AuditTable } from "./_components/audit-table";
import { ConnectionTab } from "./_components/connection-tab";
import { FaqList } from "./_components/faq-list";
import { findDiagnoses } from "./_components/find-diagnoses";
import { parseSettingsTab } from "./_components/settings-tab-list";
import { SettingsTabs } from "./_components/settings-tabs";
import { SyncRunDetail } from "./_components/sync-run-detail";
import { SyncTab } from "./_components/sync-tab";
import { UsersTab } from "./_components/users-tab";

type SettingsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ searchParams }: SettingsPageProps): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t(`tabs.${parseSettingsTab((await searchParams).tab)}`) };
}

export default async function SettingsPage({ searchParams }: SettingsPageProps) {
  const user = await requireUser();
  if (user.role !== "admin") return <AdminOnly />;

  const t = await getTranslations("settings");
  const { tab: wanted, run } = await searchParams;
  const tab = parseSettingsTab(wanted);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <SettingsTabs tab={tab}>
        <SettingsContent tab={tab} runId={typeof run === "string" ? run : null} />
      </SettingsTabs>
    </>
  );
}

/** Null for a run that is not there (any more): the list is shown instead. */
async function loadRun(runId: string) {
  const caller = await getCaller();
  try {
    return await caller.sync.status({ runId });
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST"))
      return null;
    throw error;
  }
}

async function SettingsContent({ tab, runId }: { tab: SettingsTab; runId: string | null }) {
  const caller = await getCaller();
  switch (tab) {
    case "connection": {
      const [settings, realtime, notifications] = await Promise.all([
        caller.fathomSettings.get(),
        caller.realtime.status(),
        caller.notifications.get(),
      ]);
      return (
        <ConnectionTab
          initialSettings={settings}
          initialRealtime={realtime}
          initialNotifications={notifications}
        />
      );
    }
    case "sync": {
      const run = runId && (await loadRun(runId));
      if (run) return <SyncRunDetail key={run.runId} initialRun={run} />;
      const [settings, history, difference] = await Promise.all([
        caller.fathomSettings.get(),
        caller.sync.history({ limit: 10 }),
        caller.reconcile.latest(),
      ]);
      return (
        <SyncTab configured={settings.hasApiKey} initialHistory={history} initialDifference={difference} />
      );
    }
    case "users":
      return <UsersTab initialUsers={await caller.users.list()} />;
    case "audit": {
      const [page, { actions }, { items: users }] = await Promise.all([
        caller.audit.list({ limit: 25 }),
        caller.audit.actions(),
        caller.users.list(),
      ]);
      return <AuditTable initialPage={page} actions={actions} users={users} />;
    }
    case "faq": {
      const [settings, overview, history, health, realtime] = await Promise.all([
        caller.fathomSettings.get(),
        caller.overview.get(),
        caller.sync.history({ limit: 1 }),
        caller.notifications.health(),
        caller.realtime.status(),
      ]);
      const diagnoses = findDiagnoses({
        settings,
        overview,
        lastRun: history.items[0] ?? null,
        problems: health.problems,
        realtime,
      });
      return <FaqList diagnoses={diagnoses} />;
    }
  }
}
