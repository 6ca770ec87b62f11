import { type SyncTrigger } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { spanAround } from "../../span-around";
import { type Actor } from "../../context";
import { normalizeEmail } from "../../normalize-email";
import { type RequestedRun, requestRun } from "../runs/request-run";

/** Recorders of one run; the next run takes the next ones. */
const BATCH = 20;

/**
 * Starts a run that asks Fathom again for the recordings of queued recorders, over the span of time in which the ledger
 * holds any of theirs. While another run is active that one is returned, and they stay queued.
 * @returns null when nothing is queued
 * @throws AppError `jobs_unreachable`
 */
export async function startRematch(
  deps: Deps,
  by: { trigger: SyncTrigger; actor?: Actor },
): Promise<RequestedRun | null> {
  await settleRematches(deps);
  for (;;) {
    const { rows } = await deps.db.pool.query<{ email: string }>(
      `SELECT recorder_email AS email FROM rematches WHERE run_id IS NULL AND (next_attempt_at IS NULL OR next_attempt_at <= now())
       ORDER BY requested_at DESC LIMIT ${BATCH}`,
    );
    const batch = rows.map(({ email }) => email);
    if (batch.length === 0) return null;
    const span = await findSpan(deps, new Set(batch));
    if (!span) {
      // Of none of them anything is skipped (any more).
      await deps.db.pool.query("DELETE FROM rematches WHERE recorder_email = ANY($1)", [batch]);
      continue;
    }
    const run = await requestRun(deps, { kind: "selection", ...by, ...span });
    if (!run.alreadyRunning) {
      await deps.db.pool.query("UPDATE rematches SET run_id = $2 WHERE recorder_email = ANY($1)", [
        batch,
        run.runId,
      ]);
    }
    return run;
  }
}

/**
 * What an ended run asked for is done; after one that failed, or that somebody stopped (for another run, perhaps), it is
 * asked again, later and later.
 */
async function settleRematches(deps: Deps): Promise<void> {
  await deps.db.pool.query(
    `WITH ended AS (
       SELECT m.recorder_email, coalesce(r.status IN ('succeeded', 'partial'), false) AS is_done FROM rematches m LEFT JOIN sync_runs r ON r.id = m.run_id
       WHERE m.run_id IS NOT NULL AND (r.id IS NULL OR r.finished_at IS NOT NULL)
     ),
     done AS (
       DELETE FROM rematches m USING ended e WHERE e.recorder_email = m.recorder_email AND e.is_done
     )
     UPDATE rematches m SET run_id = NULL, attempts = attempts + 1,
       next_attempt_at = now() + least(interval '1 day', interval '5 minutes' * power(2, least(attempts, 10)))
     FROM ended e WHERE e.recorder_email = m.recorder_email AND NOT e.is_done`,
  );
}

/** When the recorders' skipped recordings were made, and every spelling of their addresses. */
async function findSpan(
  deps: Deps,
  emails: ReadonlySet<string>,
): Promise<{ window: { from: Date; to: Date }; recorders: string[] } | null> {
  const { rows } = await deps.db.pool.query<{ email: string; earliest: Date; latest: Date }>(
    // Fathom filters on when a recording was created; without that, it was within a day of when it was made.
    `SELECT recorder_email AS email, min(coalesce(fathom_created_at, recorded_at)) AS earliest,
       max(coalesce(fathom_created_at, recorded_at + interval '1 day')) AS latest
     FROM recordings
     WHERE decision = 'skipped' AND recorder_email IS NOT NULL AND not_seen_since IS NULL
       AND coalesce(fathom_created_at, recorded_at) IS NOT NULL
     GROUP BY recorder_email`,
  );
  const theirs = rows.filter(({ email }) => emails.has(normalizeEmail(email)));
  if (theirs.length === 0) return null;
  const first = Math.min(...theirs.map(({ earliest }) => earliest.getTime()));
  const last = Math.max(...theirs.map(({ latest }) => latest.getTime()));
  return {
    window: spanAround(new Date(first), new Date(last)),
    recorders: theirs.map(({ email }) => email).sort(),
  };
}
