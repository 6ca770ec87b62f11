import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AdminOnly } from "@/components/shell/admin-only";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/server/require-user";
import { SettingsNav } from "./_components/settings-nav";

/** Each tab is a page of its own, so that it brings no other tab's code along; rewrites in next.config.ts lead to them. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const user = await requireUser();
  if (user.role !== "admin") return <AdminOnly />;
  const t = await getTranslations("settings");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <SettingsNav />
      {children}
    </>
  );
}
