import { type Deps } from "../../deps";
import { type Lease } from "../runs/run-transitions";
import { type RecordingRow } from "../recordings/prepare-recording";

/**
 * Of a page that was listed without content: writes down the recordings that belong here and have no call, so that they
 * are fetched afterwards. They are left out of the page's accounts until then.
 * Done before the page is stored, so that a crash in between notes them twice rather than never.
 * @returns their ids
 */
export async function noteMissing(
  deps: Deps,
  lease: Lease,
  rows: readonly RecordingRow[],
): Promise<Set<string>> {
  const wanted = rows.filter((row) => row.call !== null);
  if (wanted.length === 0) return new Set();
  const { rows: missing } = await deps.db.pool.query<{ recording_id: string }>({
    name: "note-missing",
    text: `
      WITH missing AS (
        SELECT i.* FROM jsonb_to_recordset($3::jsonb) AS i(recording_id bigint, recorder_email text, created_at timestamptz)
        WHERE NOT EXISTS (SELECT FROM calls c WHERE c.recording_id = i.recording_id)
      ),
      noted AS (
        INSERT INTO reconcile_missing (run_id, recording_id, recorder_email, created_at)
        SELECT r.id, m.recording_id, m.recorder_email, m.created_at
        FROM missing m, sync_runs r WHERE r.id = $1 AND r.lease_token = $2 AND r.status = 'running'
        ON CONFLICT DO NOTHING
      )
      SELECT recording_id::text FROM missing`,
    values: [
      lease.runId,
      lease.leaseToken,
      JSON.stringify(
        wanted.map((row) => ({
          recording_id: row.ledger.recording_id,
          recorder_email: row.ledger.recorder_email ?? "",
          created_at: row.ledger.fathom_created_at ?? row.ledger.recorded_at,
        })),
      ),
    ],
  });
  return new Set(missing.map((row) => row.recording_id));
}
