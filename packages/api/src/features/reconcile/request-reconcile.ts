import { type SyncTrigger } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { type Actor } from "../../context";
import { type RequestedRun, requestRun } from "../runs/request-run";

export const DEFAULT_RECONCILE_DAYS = 30;
export const MAX_RECONCILE_DAYS = 730;

export const DAY_MS = 24 * 3_600_000;

/**
 * Requests a run that compares the last so many days with Fathom and mends the difference.
 * @throws AppError `jobs_unreachable`
 */
export async function requestReconcile(
  deps: Deps,
  input: { days?: number | undefined; trigger: SyncTrigger; actor?: Actor | undefined },
): Promise<RequestedRun> {
  const days = input.days ?? DEFAULT_RECONCILE_DAYS;
  const to = deps.clock.now();
  return await requestRun(deps, {
    kind: "reconcile",
    trigger: input.trigger,
    window: { from: new Date(to.getTime() - days * DAY_MS), to },
    days,
    actor: input.actor,
  });
}
