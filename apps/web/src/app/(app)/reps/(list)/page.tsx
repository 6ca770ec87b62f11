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
      initialRefresh={await findActiveRefresh(reps.items)}
      isAdmin={user.role === "admin"}
    />
  );
}

/** Which rep is being refreshed right now, so that the progress is there again after a reload. */
async function findActiveRefresh(reps: readonly { id: string; name: string }[]) {
  const caller = await getCaller();
  const { activeRunId } = await caller.overview.get();
  if (activeRunId === null) return null;
  const run = await caller.sync.status({ runId: activeRunId });
  if (run.kind !== "rep") return null;
  // A run is known by its rep's name, which two reps may share: the history of each has the answer.
  for (const rep of reps.filter(({ name }) => name === run.salesRepName)) {
    const { items } = await caller.sync.history({ salesRepId: rep.id, limit: 1 });
    if (items[0]?.runId === activeRunId) return { repId: rep.id, runId: activeRunId };
  }
  return null;
}
