import { type SyncRunStatus } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { wakeSleeper } from "./end-wait";

/** Stops a run at its next page; at once when nobody is working on it. What was stored stays. */
export async function cancelSync(
  deps: Deps,
  runId: string,
): Promise<{ runId: string; status: SyncRunStatus }> {
  const { rows } = await deps.db.pool.query<{ status: SyncRunStatus }>(
    `UPDATE sync_runs SET cancel_requested = true,
       status = CASE WHEN idle THEN 'cancelled' ELSE status END,
       finished_at = CASE WHEN idle THEN now() ELSE finished_at END,
       lease_token = CASE WHEN idle THEN NULL ELSE lease_token END
     FROM (SELECT id AS run_id, lease_token IS NULL OR waiting_until > now()
             OR heartbeat_at < now() - make_interval(secs => $2) AS idle
           FROM sync_runs WHERE id = $1 FOR UPDATE) seen
     WHERE id = run_id AND status IN ('queued', 'running')
     RETURNING status`,
    [runId, deps.config.leaseSeconds],
  );
  if (rows[0]) {
    await wakeSleeper(deps, runId);
    return { runId, status: rows[0].status };
  }
  const run = await deps.db.prisma.syncRun.findUnique({ where: { id: runId }, select: { status: true } });
  if (!run) throw new AppError("not_found");
  return { runId, status: run.status };
}
