import { type SyncTrigger } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { type Actor } from "../../context";
import { loadSettings } from "../settings/load-settings";
import { chooseWindow, FIRST_WINDOW_HOURS, type SyncWindow } from "./choose-window";
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

/** The window that a sync takes when it is asked for now; of one rep alone as far back as a first sync. */
export async function planWindow(
  deps: Deps,
  request: Pick<SyncRequest, "hours" | "from" | "to" | "salesRepId">,
): Promise<{ window: SyncWindow; hours: number | undefined }> {
  const { watermark } = await loadSettings(deps);
  const hours = request.hours ?? (request.salesRepId && !request.from ? FIRST_WINDOW_HOURS : undefined);
  const { from, to } = request;
  const { syncOverlapHours: overlapHours } = deps.config;
  const window = chooseWindow({ now: deps.clock.now(), hours, from, to, watermark, overlapHours });
  return { window, hours };
}

/**
 * What every trigger of a sync does: fixes the window and requests the run.
 * @throws AppError `jobs_unreachable`
 */
export async function requestSync(deps: Deps, request: SyncRequest): Promise<RequestedRun> {
  const { window, hours } = await planWindow(deps, request);
  return await requestRun(deps, {
    kind: request.salesRepId ? "rep" : window.kind,
    trigger: request.trigger,
    window,
    hours,
    salesRepId: request.salesRepId,
    actor: request.actor,
  });
}
