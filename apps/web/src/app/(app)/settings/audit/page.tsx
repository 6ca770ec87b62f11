import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditTable } from "./_components/audit-table";
import { loadAsAdmin } from "../_components/load-as-admin";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.tabs");
  return { title: t("audit") };
}

export default async function AuditPage() {
  const loaded = await loadAsAdmin((caller) =>
    Promise.all([caller.audit.list({ limit: 25 }), caller.audit.actions(), caller.users.list()]),
  );
  if (!loaded) return null;
  const [page, { actions }, { items: users }] = loaded;
  return <AuditTable initialPage={page} actions={actions} users={users} />;
}
