import { type Deps } from "../../deps";
import { SETTINGS } from "../settings/settings-registry";

/** Up to when, ISO 8601, this account (see hash-account.ts) has been asked for every call that it shows. */
export type Watermark = { at: string; account: string };

/**
 * Ends a run whose walk is complete: `partial` when a recording could not be read, stored or fetched, else `succeeded`.
 * The watermark moves in the same statement, and only here, with the name of the account that was asked. When the key
 * was saved or cleared since the run began it stays: which pages the other key was shown, nobody knows.
 * @param watermark where it moves; null when it stays (see nextWatermark)
 * @returns whether the run was still this lease's to end
 */
export async function finishRun(
  deps: Deps,
  lease: { runId: string; leaseToken: string },
  watermark: Watermark | null,
): Promise<boolean> {
  const { fathom_sync_watermark: mark, fathom_sync_watermark_account: account } = SETTINGS;
  const { rowCount } = await deps.db.pool.query({
    name: "finish-run",
    text: `
      WITH ended AS (
        UPDATE sync_runs SET status = CASE WHEN errors > 0 THEN 'partial' ELSE 'succeeded' END::sync_run_status,
          finished_at = now(), lease_token = NULL, waiting_until = NULL, failure_code = NULL, failure_detail = NULL
        WHERE id = $1 AND lease_token = $2 AND status = 'running' AND walk_complete
        RETURNING id, kind, sales_rep_id, started_at
      ),
      seen_again AS (
        UPDATE recordings l SET not_seen_since = NULL, changed_at = now() FROM ended, sync_run_recordings s
        WHERE s.run_id = ended.id AND s.recording_id = l.recording_id AND l.not_seen_since IS NOT NULL
      ),
      synced AS (
        UPDATE sales_reps r SET last_sync_at = now() FROM ended
        WHERE CASE WHEN ended.sales_rep_id IS NOT NULL THEN r.id = ended.sales_rep_id
                   ELSE ended.kind IN ('incremental', 'window') AND r.archived_at IS NULL END
      ),
      moved AS (
        INSERT INTO system_settings (setting_key, setting_value, description, updated_at)
        SELECT m.key, m.value, m.description, now()
        FROM ended, (VALUES ('fathom_sync_watermark', $3::text, $4::text),
          ('fathom_sync_watermark_account', $5::text, $6::text)) AS m (key, value, description)
        WHERE $3::text IS NOT NULL AND $5::text IS NOT NULL AND NOT EXISTS (
          SELECT FROM system_settings k WHERE k.setting_key = 'fathom_api_key' AND k.updated_at > ended.started_at)
        ON CONFLICT (setting_key) DO UPDATE
        SET setting_value = excluded.setting_value, updated_at = excluded.updated_at, updated_by = NULL
      )
      SELECT FROM ended`,
    values: [
      lease.runId,
      lease.leaseToken,
      watermark?.at ?? null,
      mark.description,
      watermark?.account ?? null,
      account.description,
    ],
  });
  return rowCount === 1;
}

/** Ends a run at a page's end because someone asked for it; what was stored stays. */
export async function cancelOpenRun(deps: Deps, lease: { runId: string; leaseToken: string }): Promise<void> {
  await deps.db.pool.query(
    `UPDATE sync_runs SET status = 'cancelled', finished_at = now(), lease_token = NULL, waiting_until = NULL
     WHERE id = $1 AND lease_token = $2 AND status = 'running'`,
    [lease.runId, lease.leaseToken],
  );
}

/**
 * Ends a run that cannot go on. The reason is the one that the last attempt noted, unless one is given.
 * @param run without a lease it ends only when nobody else has it: another's work is no business of who never had the run
 */
export async function failRun(
  deps: Deps,
  run: { runId: string; leaseToken: string | null },
  reason?: { code: string; detail: string },
): Promise<void> {
  await deps.db.pool.query(
    `UPDATE sync_runs SET status = 'failed', finished_at = now(), lease_token = NULL, waiting_until = NULL,
       failure_code = coalesce($2, failure_code, 'bug'), failure_detail = coalesce($3, failure_detail)
     WHERE id = $1 AND status IN ('queued', 'running') AND CASE WHEN $4::uuid IS NULL
       THEN lease_token IS NULL OR greatest(heartbeat_at, waiting_until) < now() - make_interval(secs => $5)
       ELSE lease_token = $4 END`,
    [run.runId, reason?.code ?? null, reason?.detail ?? null, run.leaseToken, deps.config.leaseSeconds],
  );
}
