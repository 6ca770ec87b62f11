import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";
import { RepsScreen } from "../_components/reps-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reps");
  return { title: t("title") };
}

export default async function RepsPage() {
  const user = await requireUser();
  const caller = await getCaller();
  const reps = await caller.salesReps.list({ includeArchived: true });
  return (
    <RepsScreen
      initialReps={reps}
      initialRefresh={await findActiveRefresh()}
      isAdmin={user.role === "admin"}
    />
  );
}

/** Which rep is being refreshed right now, so that the progress is there again after a reload. */
async function findActiveRefresh() {
  const caller = await getCaller();
  const { activeRunId } = await caller.overview.get();
  if (activeRunId === null) return null;
  const { salesRepId, runId } = await caller.sync.status({ runId: activeRunId });
  return salesRepId === null ? null : { repId: salesRepId, runId };
}
