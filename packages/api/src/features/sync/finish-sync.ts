import { type Deps } from "../../deps";
import { MARK_SEEN_AGAIN } from "../recordings/mark-seen.sql";
import { type Lease, transitionSql } from "../runs/run-transitions";
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
export async function finishSync(deps: Deps, lease: Lease, watermark: Watermark | null): Promise<boolean> {
  const { fathom_sync_watermark: mark, fathom_sync_watermark_account: account } = SETTINGS;
  const { rowCount } = await deps.db.pool.query({
    name: "finish-sync",
    text: `
      WITH ended AS (
        ${transitionSql("finish", (parameter) => (parameter === "runId" ? "$1" : "$2"))}
        RETURNING r.id, r.kind, r.sales_rep_id, r.started_at
      ),
      seen_again AS (
        ${MARK_SEEN_AGAIN}
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
