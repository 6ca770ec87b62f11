import { type SyncRunStatus, type SyncTrigger } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { loadSettings } from "../settings/load-settings";
import { chooseWindow, FIRST_WINDOW_HOURS } from "./choose-window";
import { failRun } from "./finish-run";

export type SyncRequest = {
  trigger: SyncTrigger;
  /** Without hours or from: from the watermark. */
  hours?: number | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  salesRepId?: string | undefined;
  requestedBy?: string | undefined;
};

export type RequestedRun = { runId: string; status: SyncRunStatus; alreadyRunning: boolean };

/**
 * What every trigger does: writes the run with its window fixed, and sends `sync/requested`.
 * While another run is active, that one is returned instead: the database allows only one.
 * @throws AppError `jobs_unreachable` when the engine cannot be told; the run has then ended with that reason
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
  const { rows } = await deps.db.pool.query<{ id: string; status: SyncRunStatus; inserted: boolean }>(
    `WITH added AS (
       INSERT INTO sync_runs (kind, trigger, requested_by, sales_rep_id, hours, window_from, window_to)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id, status
     )
     SELECT id, status, true AS inserted FROM added
     UNION ALL SELECT id, status, false FROM sync_runs WHERE status IN ('queued', 'running') AND NOT EXISTS (SELECT FROM added)`,
    [
      request.salesRepId ? "rep" : window.kind,
      request.trigger,
      request.requestedBy ?? null,
      request.salesRepId ?? null,
      hours ?? null,
      window.from,
      window.to,
    ],
  );
  const run = rows[0];
  // The active run ended between the two looks at it: now there is room.
  if (!run) return requestSync(deps, request);
  if (!run.inserted) return { runId: run.id, status: run.status, alreadyRunning: true };

  try {
    await deps.jobs.send({ name: "sync/requested", id: `sync-requested-${run.id}`, data: { runId: run.id } });
  } catch (cause) {
    await failRun(deps, run.id, { code: "jobs_unreachable", detail: "the job engine did not take the run" });
    throw cause instanceof AppError ? cause : new AppError("jobs_unreachable", {}, { cause });
  }
  return { runId: run.id, status: run.status, alreadyRunning: false };
}
