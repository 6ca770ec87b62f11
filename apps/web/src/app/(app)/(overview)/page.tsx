import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";
import { ACTIVITY_DAYS } from "../_components/overview";
import { OverviewScreen } from "../_components/overview-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("overview");
  return { title: t("title") };
}

export default async function OverviewPage() {
  const user = await requireUser();
  const isAdmin = user.role === "admin";
  const caller = await getCaller();
  const [overview, history, activity, difference, skipped, visibility] = await Promise.all([
    caller.overview.get(),
    caller.sync.history({ limit: 1 }),
    caller.overview.activity({ days: ACTIVITY_DAYS }),
    caller.reconcile.latest(),
    isAdmin ? caller.skipped.list() : null,
    isAdmin ? caller.visibility.list() : null,
  ]);
  return (
    <OverviewScreen
      initialOverview={overview}
      initialHistory={history}
      initialSkipped={skipped}
      initialActivity={activity}
      initialDifference={difference}
      initialVisibility={visibility?.items ?? []}
      isAdmin={isAdmin}
    />
  );
}
