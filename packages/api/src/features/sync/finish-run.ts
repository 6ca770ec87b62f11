import { type Deps } from "../../deps";
import { loadSettings } from "../settings/load-settings";
import { recordConnection } from "../settings/record-connection";
import { writeSettings } from "../settings/write-settings";
import { nextWatermark } from "./choose-window";

/**
 * Ends a run whose walk is complete: `partial` when a recording could not be read or stored, else `succeeded`.
 * The watermark moves in the same transaction, and only here.
 * @returns whether the run was still this lease's to end
 */
export async function finishRun(deps: Deps, lease: { runId: string; leaseToken: string }): Promise<boolean> {
  const settings = await loadSettings(deps);
  return await deps.db.prisma.$transaction(async (tx) => {
    const ended = await tx.$queryRaw<
      { kind: string; window_from: Date; window_to: Date; sales_rep_id: string | null }[]
    >`
      WITH ended AS (UPDATE sync_runs SET status = CASE WHEN errors > 0 THEN 'partial' ELSE 'succeeded' END::sync_run_status,
        finished_at = now(), lease_token = NULL, waiting_until = NULL, failure_code = NULL, failure_detail = NULL
      WHERE id = ${lease.runId}::uuid AND lease_token = ${lease.leaseToken}::uuid AND status = 'running' AND walk_complete
      RETURNING id, kind::text, window_from, window_to, sales_rep_id),
      seen_again AS (
        UPDATE recordings l SET not_seen_since = NULL FROM ended, sync_run_recordings s
        WHERE s.run_id = ended.id AND s.recording_id = l.recording_id AND l.not_seen_since IS NOT NULL
      )
      SELECT kind, window_from, window_to, sales_rep_id FROM ended`;
    const run = ended[0];
    if (!run) return false;
    if (run.sales_rep_id) {
      await tx.$executeRaw`UPDATE sales_reps SET last_sync_at = now() WHERE id = ${run.sales_rep_id}::uuid`;
    } else if (run.kind === "incremental" || run.kind === "window") {
      await tx.$executeRaw`UPDATE sales_reps SET last_sync_at = now() WHERE archived_at IS NULL`;
      const moved = nextWatermark(settings.watermark, { from: run.window_from, to: run.window_to });
      if (moved && moved.getTime() !== settings.watermark?.getTime()) {
        await writeSettings(deps, tx, { fathom_sync_watermark: moved.toISOString() }, null);
      }
    }
    // Fathom has just answered a whole walk: the key works.
    if (settings.apiKey && settings.connectionStatus !== "connected") {
      await recordConnection(deps, tx, { apiKey: settings.apiKey, code: null, isTest: false, userId: null });
    }
    return true;
  });
}

/** Ends a run at a page's end because someone asked for it; what was stored stays. */
export async function cancelOpenRun(deps: Deps, lease: { runId: string; leaseToken: string }): Promise<void> {
  await deps.db.pool.query(
    `UPDATE sync_runs SET status = 'cancelled', finished_at = now(), lease_token = NULL, waiting_until = NULL
     WHERE id = $1 AND lease_token = $2 AND status = 'running'`,
    [lease.runId, lease.leaseToken],
  );
}

/** Ends a run that cannot go on. The reason is the one that the last attempt noted, unless one is given. */
export async function failRun(
  deps: Deps,
  runId: string,
  reason?: { code: string; detail: string },
): Promise<void> {
  const { rows } = await deps.db.pool.query<{ failure_code: string }>(
    `UPDATE sync_runs SET status = 'failed', finished_at = now(), lease_token = NULL, waiting_until = NULL,
       failure_code = coalesce($2, failure_code, 'bug'), failure_detail = coalesce($3, failure_detail)
     WHERE id = $1 AND status IN ('queued', 'running') RETURNING failure_code`,
    [runId, reason?.code ?? null, reason?.detail ?? null],
  );
  const code = rows[0]?.failure_code;
  if (code !== "unauthorized" && code !== "forbidden") return;
  const { apiKey } = await loadSettings(deps);
  if (apiKey) await recordConnection(deps, deps.db.prisma, { apiKey, code, isTest: false, userId: null });
}
