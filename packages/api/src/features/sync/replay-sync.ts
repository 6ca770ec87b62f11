import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type RequestedRun, requestSync } from "./request-sync";

/** A new run over the same window as an earlier one. */
export async function replaySync(deps: Deps, runId: string, requestedBy: string): Promise<RequestedRun> {
  const run = await deps.db.prisma.syncRun.findUnique({
    where: { id: runId },
    select: { windowFrom: true, windowTo: true, salesRepId: true },
  });
  if (!run) throw new AppError("not_found");
  return await requestSync(deps, {
    trigger: "replay",
    from: run.windowFrom,
    to: run.windowTo,
    salesRepId: run.salesRepId ?? undefined,
    requestedBy,
  });
}
