import { type Deps } from "../../deps";

/** Counts an attempt to get recordings that are errors; the next one is due after half an hour, doubling to a day. */
export async function noteAttempts(deps: Deps, recordingIds: readonly string[]): Promise<void> {
  await deps.db.pool.query(
    `UPDATE recordings SET attempts = attempts + 1,
       next_attempt_at = now() + least(interval '1 day', interval '30 minutes' * power(2, attempts))
     WHERE recording_id = ANY($1::bigint[])`,
    [recordingIds],
  );
}
