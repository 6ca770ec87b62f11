import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { type RequestedRun, requestRun } from "./request-run";

/**
 * A new run over the same window as an earlier one.
 * @param by.jobRun the engine's run that asks for it and works on it, of one that a rerun there asked for
 * @throws AppError `not_found`, `jobs_unreachable`
 */
export async function replayRun(
  deps: Deps,
  runId: string,
  by: { actor: Actor; jobRun?: string },
): Promise<RequestedRun> {
  const run = await deps.db.prisma.syncRun.findUnique({
    where: { id: runId },
    select: {
      kind: true,
      windowFrom: true,
      windowTo: true,
      salesRepId: true,
      recorders: true,
      reconciliation: { select: { days: true } },
    },
  });
  if (!run) throw new AppError("not_found");
  return await requestRun(deps, {
    // A window that has been fixed no longer follows the watermark.
    kind: run.kind === "incremental" ? "window" : run.kind,
    trigger: "replay",
    window: { from: run.windowFrom, to: run.windowTo },
    salesRepId: run.salesRepId ?? undefined,
    recorders: run.recorders,
    days: run.reconciliation?.days,
    replayOf: runId,
    ...by,
  });
}
