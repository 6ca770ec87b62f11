import { type SyncTrigger } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { type Actor } from "../../context";
import { loadSettings } from "../settings/load-settings";
import { chooseWindow, FIRST_WINDOW_HOURS } from "./choose-window";
import { type RequestedRun, requestRun } from "../runs/request-run";

export type SyncRequest = {
  trigger: SyncTrigger;
  /** Without hours or from: from the watermark. */
  hours?: number | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  salesRepId?: string | undefined;
  actor?: Actor | undefined;
};

/**
 * What every trigger of a sync does: fixes the window and requests the run.
 * @throws AppError `jobs_unreachable`
 */
export async function requestSync(deps: Deps, request: SyncRequest): Promise<RequestedRun> {
  const { watermark } = await loadSettings(deps);
  const hours = request.hours ?? (request.salesRepId && !request.from ? FIRST_WINDOW_HOURS : undefined);
  const window = chooseWindow({
    now: deps.clock.now(),
    hours,
    from: request.from,
    to: request.to,
    watermark,
    overlapHours: deps.config.syncOverlapHours,
  });
  return await requestRun(deps, {
    kind: request.salesRepId ? "rep" : window.kind,
    trigger: request.trigger,
    window,
    hours,
    salesRepId: request.salesRepId,
    actor: request.actor,
  });
}
