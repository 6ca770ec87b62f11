import { type Deps } from "../../deps";
import { spanAround } from "../../span-around";
import { noteAttempts } from "../recordings/note-attempts";
import { type RequestedRun, requestRun } from "../runs/request-run";

/** After so many times on purpose an error is left to the nightly reconcile, and to a person. */
const MAX_ATTEMPTS = 8;
const BATCH = 20;
const MAX_SPAN_MS = 24 * 3_600_000;

/** Of a row of the ledger, in SQL: it could not be read, stored or fetched, and its time has come. */
export const IS_DUE_ERROR = `(decision = 'error' OR decision = 'imported' AND reason IS NOT NULL) AND not_seen_since IS NULL
  AND coalesce(fathom_created_at, recorded_at) IS NOT NULL AND attempts < ${MAX_ATTEMPTS}
  AND coalesce(next_attempt_at, changed_at + interval '10 minutes') <= now()`;

/**
 * Starts a run that asks again for recordings that could not be read, stored or fetched, and for calls whose newest
 * version could not: the latest of those whose time has come and whose date is known, and what lies within a day of it.
 * Each is asked for 8 times, half an hour to a day apart.
 * @returns null when there is none
 * @throws AppError `jobs_unreachable`
 */
export async function retryErrors(deps: Deps): Promise<RequestedRun | null> {
  const { rows } = await deps.db.pool.query<{ id: string; at: Date }>(
    `SELECT recording_id::text AS id, coalesce(fathom_created_at, recorded_at) AS at FROM recordings
     WHERE ${IS_DUE_ERROR}
     ORDER BY 2 DESC, recording_id LIMIT ${BATCH}`,
  );
  const latest = rows[0];
  if (!latest) return null;
  const group = rows.filter(({ at }) => latest.at.getTime() - at.getTime() <= MAX_SPAN_MS);
  const earliest = group.at(-1) ?? latest;
  const run = await requestRun(deps, {
    kind: "selection",
    trigger: "schedule",
    window: spanAround(earliest.at, latest.at),
  });
  if (run.alreadyRunning) return run;
  await noteAttempts(
    deps,
    group.map(({ id }) => id),
  );
  return run;
}
