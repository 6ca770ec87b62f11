import { randomUUID } from "node:crypto";
import { type Deps } from "../../deps";

/**
 * Takes the lease of a run: whoever holds its token is the only one whose pages are stored.
 * @returns the token; null when the run has ended, or while another holds a fresh lease (once that lapses, resume-runs
 * asks again)
 */
export async function openRun(deps: Deps, runId: string): Promise<string | null> {
  const leaseToken = randomUUID();
  const { rowCount } = await deps.db.pool.query(
    `UPDATE sync_runs SET status = 'running', lease_token = $2, heartbeat_at = now(), waiting_until = NULL,
       started_at = coalesce(started_at, now())
     WHERE id = $1 AND status IN ('queued', 'running')
       AND (lease_token IS NULL OR greatest(heartbeat_at, waiting_until) < now() - make_interval(secs => $3))`,
    [runId, leaseToken, deps.config.leaseSeconds],
  );
  return rowCount === 1 ? leaseToken : null;
}

/** Keeps the lease alive while `work` takes its time: a slow answer is no reason for another to take the run over. */
export async function keepLease<T>(
  deps: Deps,
  lease: { runId: string; leaseToken: string },
  work: () => Promise<T>,
): Promise<T> {
  const beat = setInterval(
    () => {
      deps.db.pool
        .query(
          `UPDATE sync_runs SET heartbeat_at = now() WHERE id = $1 AND lease_token = $2 AND status = 'running'`,
          [lease.runId, lease.leaseToken],
        )
        .catch((error: unknown) =>
          deps.log.warn({ runId: lease.runId, err: error }, "the run's heartbeat could not be written"),
        );
    },
    (deps.config.leaseSeconds * 1000) / 3,
  );
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** Gives a run back between two pages, so that the next process need not wait for the lease to lapse. */
export async function releaseRun(deps: Deps, lease: { runId: string; leaseToken: string }): Promise<void> {
  await deps.db.pool.query(
    `UPDATE sync_runs SET lease_token = NULL WHERE id = $1 AND lease_token = $2 AND status = 'running'`,
    [lease.runId, lease.leaseToken],
  );
}
