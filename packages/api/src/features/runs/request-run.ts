import { type SyncRunKind, type SyncRunStatus, type SyncTrigger } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor, SYSTEM } from "../../context";
import { failUnheldRun } from "./end-run";
import { endWait } from "./end-wait";
import { SYNC_REQUESTED } from "./hold-lease";

export type RunRequest = {
  kind: SyncRunKind;
  trigger: SyncTrigger;
  window: { from: Date; to: Date };
  hours?: number | undefined;
  salesRepId?: string | undefined;
  /** Default the system. */
  actor?: Actor | undefined;
  /** Of a selection: only what these recorded, spelt as Fathom does; none means everybody. */
  recorders?: readonly string[] | undefined;
  /** Of a reconcile: the days that its window stands for. */
  days?: number | undefined;
  /** Of a replay: the run whose window it walks again. */
  replayOf?: string | undefined;
  /** Of a replay that a rerun at the engine asked for: the engine's run, which works on it itself. */
  jobRun?: string | undefined;
};

export type RequestedRun = { runId: string; status: SyncRunStatus; alreadyRunning: boolean };

/** Somebody asked for it at that moment. */
const PERSONAL: ReadonlySet<SyncTrigger> = new Set(["manual", "replay", "cli"]);

/** Null for what nobody asked for at that moment: the schedule's runs, and those that follow a change of the reps. */
function auditAction({ kind, trigger }: RunRequest): string | null {
  if (trigger === "replay") return "sync.replay";
  if (trigger === "schedule" || kind === "selection") return null;
  return kind === "reconcile" ? "reconcile.run" : "sync.run";
}

/**
 * Writes the row of a run with its window fixed and the audit log's line of it, and sends `sync/requested`.
 * While another run is active, that one is returned instead: the database allows only one. The run of a rerun is not sent:
 * whoever asked works on it.
 * @throws AppError `jobs_unreachable` when the engine cannot be told; the run has then ended with that reason
 */
export async function requestRun(deps: Deps, request: RunRequest): Promise<RequestedRun> {
  const actor = request.actor ?? SYSTEM;
  // Who asks for a run wants it now: it may well be that Fathom answers again. This also wakes the one that waits.
  if (PERSONAL.has(request.trigger)) await endWait(deps);
  const { rows } = await deps.db.pool.query<{ id: string; status: SyncRunStatus; inserted: boolean }>(
    `WITH added AS (
       INSERT INTO sync_runs (kind, trigger, requested_by, sales_rep_id, hours, window_from, window_to, recorders,
         replay_of, replayed_by_job_run)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $12, $13) ON CONFLICT DO NOTHING RETURNING id, status
     ),
     reconciliation AS (
       INSERT INTO reconciliations (run_id, days) SELECT id, $9 FROM added WHERE $9::int IS NOT NULL
     ),
     audited AS (
       INSERT INTO audit_logs (action, subject, user_id, ip_address, details)
       SELECT $10, id, $3, $11, jsonb_strip_nulls(jsonb_build_object('trigger', $2::sync_trigger, 'replayOf', $12::uuid, 'jobRun', $13::text)) FROM added WHERE $10::text IS NOT NULL
     )
     SELECT id, status, true AS inserted FROM added
     UNION ALL SELECT id, status, false FROM sync_runs WHERE status IN ('queued', 'running') AND NOT EXISTS (SELECT FROM added)`,
    [
      request.kind,
      request.trigger,
      actor.userId,
      request.salesRepId ?? null,
      request.hours ?? null,
      request.window.from,
      request.window.to,
      request.recorders ?? [],
      request.days ?? null,
      auditAction(request),
      actor.ipAddress,
      request.replayOf ?? null,
      request.jobRun ?? null,
    ],
  );
  const run = rows[0];
  // The active run ended between the two looks at it: now there is room.
  if (!run) return requestRun(deps, request);
  if (!run.inserted) return { runId: run.id, status: run.status, alreadyRunning: true };
  const requested = { runId: run.id, status: run.status, alreadyRunning: false };
  if (request.jobRun !== undefined) return requested;

  try {
    await deps.jobs.send({ name: SYNC_REQUESTED, id: `sync-requested-${run.id}`, data: { runId: run.id } });
  } catch (cause) {
    await failUnheldRun(deps, run.id, {
      code: "jobs_unreachable",
      detail: "the job engine did not take the run",
    });
    throw cause instanceof AppError ? cause : new AppError("jobs_unreachable", {}, { cause });
  }
  return requested;
}
