import { type Deps } from "../../deps";

/** @returns ids of runs that nobody has started or kept alive for longer than a lease. */
export async function findStaleRuns(deps: Deps): Promise<string[]> {
  const { rows } = await deps.db.pool.query<{ id: string }>(
    `SELECT id FROM sync_runs WHERE status IN ('queued', 'running')
       AND (status = 'running' AND lease_token IS NULL
         OR greatest(created_at, heartbeat_at, waiting_until) < now() - make_interval(secs => $1))`,
    [deps.config.leaseSeconds],
  );
  return rows.map((row) => row.id);
}
