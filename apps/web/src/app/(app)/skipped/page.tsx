import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminOnly } from "@/components/shell/admin-only";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";
import { SkippedGroupsTable } from "./_components/skipped-groups-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("skipped");
  return { title: t("title") };
}

export default async function SkippedPage() {
  const user = await requireUser();
  if (user.role !== "admin") return <AdminOnly />;

  const t = await getTranslations("skipped");
  const caller = await getCaller();
  const { groups } = await caller.skipped.list();
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Card>
        {groups.length === 0 ? (
          <EmptyState icon={CircleCheck} title={t("empty")} description={t("emptyDescription")} />
        ) : (
          <>
            <p className="px-5 pt-4 text-sm text-muted-foreground tabular-nums">
              {t("total", { count, groups: groups.length })}
            </p>
            <SkippedGroupsTable groups={groups} />
          </>
        )}
      </Card>
    </>
  );
}
