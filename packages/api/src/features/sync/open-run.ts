import { randomUUID } from "node:crypto";
import { type Deps } from "../../deps";
import { RetryAfter } from "../../job";

/**
 * Takes the lease of a run: whoever holds its token is the only one whose pages are stored.
 * @returns the token, or null when the run has ended.
 * @throws RetryAfter while another holds a fresh lease
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
  if (rowCount === 1) return leaseToken;
  const { rows } = await deps.db.pool.query<{ active: boolean }>(
    `SELECT status IN ('queued', 'running') AS active FROM sync_runs WHERE id = $1`,
    [runId],
  );
  if (rows[0]?.active)
    throw new RetryAfter("another process is working on this run", deps.config.leaseSeconds / 2);
  return null;
}

/** Gives a run back between two pages, so that the next process need not wait for the lease to lapse. */
export async function releaseRun(deps: Deps, lease: { runId: string; leaseToken: string }): Promise<void> {
  await deps.db.pool.query(
    `UPDATE sync_runs SET lease_token = NULL WHERE id = $1 AND lease_token = $2 AND status = 'running'`,
    [lease.runId, lease.leaseToken],
  );
}
