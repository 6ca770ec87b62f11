import { type ReconcilePhase, type SyncRunKind } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { SETTINGS_VERSION } from "../settings/read-setting-rows";
import { MATCHING_REPS_SQL, type MatchingRep } from "../matching/load-matching";
import { type WalkState } from "../runs/record-page.sql";
import { type Lease } from "../runs/run-transitions";

/** A run as its pages need it. */
export type RunState = {
  id: string;
  windowFrom: Date;
  windowTo: Date;
  /** E-mail addresses of those whose recordings the run is for; null for everybody. */
  recordedBy: string[] | null;
  /** `reconciling`: more walks may follow this one. `listing`: by light requests, without content. */
  reconciling: boolean;
  listing: boolean;
  page: number;
  restarts: number;
  walk: WalkState;
  cancelRequested: boolean;
};

/** A run as a step takes it up, with all that it needs to know of the installation, in one question. */
export type OpenedRun = {
  run: RunState;
  /** Of a sync over a window for everybody: its end may become the watermark. */
  movesWatermark: boolean;
  reps: MatchingRep[];
  settingsVersion: string;
};

/** @returns null when the lease is another's or the run has ended */
export async function loadRunState(deps: Deps, lease: Lease): Promise<OpenedRun | null> {
  const { rows } = await deps.db.pool.query<RunRow>({
    name: "load-run-state",
    // A rep's recordings are asked for under every spelling that Fathom has shown: whether its filter minds case is unknown.
    text: `SELECT r.*, rec.phase, coalesce(rec.walk_from, r.window_from) AS walk_from, coalesce(rec.walk_to, r.window_to) AS walk_to,
             CASE WHEN cardinality(rec.recorders) > 0 THEN rec.recorders WHEN cardinality(r.recorders) > 0 THEN r.recorders
             WHEN r.sales_rep_id IS NOT NULL THEN ARRAY(
             SELECT email FROM sales_reps WHERE id = r.sales_rep_id
             UNION SELECT email FROM sales_rep_aliases WHERE sales_rep_id = r.sales_rep_id
             UNION SELECT recorder_email FROM recordings WHERE sales_rep_id = r.sales_rep_id AND recorder_email IS NOT NULL
           ) END AS recorded_by,
             coalesce((SELECT json_agg(m) FROM (${MATCHING_REPS_SQL}) AS m), '[]') AS reps,
             (SELECT ${SETTINGS_VERSION} FROM system_settings s) AS settings_version
           FROM sync_runs r LEFT JOIN reconciliations rec ON rec.run_id = r.id
           WHERE r.id = $1 AND r.lease_token = $2 AND r.status = 'running'`,
    values: [lease.runId, lease.leaseToken],
  });
  const row = rows[0];
  if (!row) return null;
  const run: RunState = {
    id: row.id,
    windowFrom: row.walk_from,
    windowTo: row.walk_to,
    recordedBy: row.recorded_by,
    reconciling: row.phase !== null,
    listing: row.phase === "listing",
    page: row.page,
    restarts: row.restarts,
    cancelRequested: row.cancel_requested,
    walk: {
      cursor: row.cursor,
      complete: row.walk_complete,
      loopCursor: row.loop_cursor,
      loopPage: row.loop_page,
      emptyPages: row.empty_pages,
    },
  };
  const movesWatermark = row.sales_rep_id === null && (row.kind === "incremental" || row.kind === "window");
  return { run, movesWatermark, reps: row.reps, settingsVersion: row.settings_version };
}

type RunRow = {
  id: string;
  kind: SyncRunKind;
  sales_rep_id: string | null;
  reps: MatchingRep[];
  settings_version: string;
  phase: ReconcilePhase | null;
  walk_from: Date;
  walk_to: Date;
  recorded_by: string[] | null;
  page: number;
  restarts: number;
  cancel_requested: boolean;
  cursor: string | null;
  walk_complete: boolean;
  loop_cursor: string | null;
  loop_page: number;
  empty_pages: number;
};
