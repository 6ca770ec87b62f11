import { getCaller } from "@/server/caller";

/** Which rep is being refreshed right now, so that the progress is there again after a reload. */
export async function findActiveRefresh(reps: readonly { id: string; name: string }[]) {
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
