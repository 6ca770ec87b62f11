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
import { parseSettingsTab } from "./_components/settings-tab-list";
import { SettingsTabs } from "./_components/settings-tabs";
import { SyncTab } from "./_components/sync-tab";

type SettingsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ searchParams }: SettingsPageProps): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t(`tabs.${parseSettingsTab((await searchParams).tab)}`) };
}

export default async function SettingsPage({ searchParams }: SettingsPageProps) {
  const user = await requireUser();
  if (user.role !== "admin") return <AdminOnly />;

  const t = await getTranslations("settings");
  const tab = parseSettingsTab((await searchParams).tab);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <SettingsTabs tab={tab}>
        <SettingsContent tab={tab} />
      </SettingsTabs>
    </>
  );
}

async function SettingsContent({ tab }: { tab: SettingsTab }) {
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
      const [settings, history] = await Promise.all([
        caller.fathomSettings.get(),
        caller.sync.history({ limit: 10 }),
      ]);
      return <SyncTab configured={settings.hasApiKey} initialHistory={history} />;
    }
    case "audit":
      return <AuditTable initialPage={await caller.audit.list({ limit: 25 })} />;
    case "faq":
      return <FaqList />;
  }
}
