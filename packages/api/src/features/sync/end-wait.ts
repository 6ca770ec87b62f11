import { type Deps } from "../../deps";
import { hashApiKey } from "../settings/hash-api-key";
import { loadSettings } from "../settings/load-settings";
import { clearBlocks } from "./rate-budget";

/** The event that ends the wait of the run in its `runId`. */
export const WAIT_ENDED = "sync/wait-ended";

/**
 * A longer wait is nobody's to sit out: resume-runs goes on when it is over. A run that is stopped meanwhile would keep
 * the next one waiting behind it, where jobs run one at a time.
 */
export const LONGEST_SLEEP_SECONDS = 90;

/**
 * Asks Fathom again now, whatever it said about waiting: a person wants to know, or it has just answered. The run that
 * waits goes on at once.
 * @returns the run that was waiting
 */
export async function endWait(deps: Deps): Promise<string | null> {
  const { apiKey } = await loadSettings(deps);
  if (apiKey !== null) await clearBlocks(deps, hashApiKey(deps, apiKey));
  // Whoever sleeps keeps the lease; what was left for resume-runs is free for the next job run.
  const { rows } = await deps.db.pool.query<{ id: string; left: boolean }>(
    `UPDATE sync_runs SET waiting_until = now(), heartbeat_at = now(),
       lease_token = CASE WHEN waiting_until - heartbeat_at > make_interval(secs => $1) THEN NULL ELSE lease_token END
     WHERE status = 'running' AND waiting_until > now() AND (failure_code IS NULL OR failure_code = 'rate_limited')
     RETURNING id, lease_token IS NULL AS left`,
    [LONGEST_SLEEP_SECONDS],
  );
  const run = rows[0];
  if (!run) return null;
  await tell(deps, run.id, run.left ? "sync/requested" : WAIT_ENDED);
  return run.id;
}

/** For who has stopped a run: a sleeper would hold the next run up, where jobs run one at a time. */
export const wakeSleeper = (deps: Deps, runId: string): Promise<void> => tell(deps, runId, WAIT_ENDED);

/** Without word of it the run goes on when its lease has lapsed. */
async function tell(deps: Deps, runId: string, name: string): Promise<void> {
  try {
    await deps.jobs.send({ name, data: { runId } });
  } catch (error) {
    deps.log.warn({ runId, err: error }, "the end of a wait could not be told; resume-runs finds the run");
  }
}
