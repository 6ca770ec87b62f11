import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type SalesRepView } from "./sales-rep-schemas";

/** Sales reps with their figures, by name. */
export async function listSalesReps(
  deps: Deps,
  filter: { includeArchived?: boolean | undefined; id?: string | undefined } = {},
): Promise<SalesRepView[]> {
  const { rows } = await deps.db.pool.query<SalesRepView>(
    `SELECT r.id, r.name, r.email, r.team, r.archived_at AS "archivedAt", r.last_sync_at AS "lastSyncAt",
       ARRAY(SELECT a.email FROM sales_rep_aliases a WHERE a.sales_rep_id = r.id ORDER BY a.email) AS aliases,
       coalesce(c.total, 0) AS "callCount", coalesce(c.recent, 0) AS "calls30d", coalesce(c.seconds, 0) AS "seconds30d", c.last_call AS "lastCallAt",
       (SELECT greatest(max(l.first_seen_at), max(s.seen_at)) FROM recordings l LEFT JOIN sync_run_recordings s USING (recording_id)
         WHERE l.sales_rep_id = r.id) AS "lastSeenAt"
     FROM sales_reps r
     LEFT JOIN LATERAL (
       SELECT count(*)::int AS total, count(*) FILTER (WHERE started_at > now() - interval '30 days')::int AS recent,
         (sum(duration_seconds) FILTER (WHERE started_at > now() - interval '30 days'))::float8 AS seconds,
         max(started_at) AS last_call
       FROM calls WHERE sales_rep_id = r.id
     ) c ON true
     WHERE ($1::uuid IS NULL OR r.id = $1) AND ($2::boolean OR r.archived_at IS NULL)
     ORDER BY r.archived_at IS NOT NULL, lower(r.name), r.id`,
    [filter.id ?? null, filter.includeArchived ?? true],
  );
  return rows;
}

/** @throws AppError `not_found` */
export async function loadSalesRep(deps: Deps, id: string): Promise<SalesRepView> {
  const [rep] = await listSalesReps(deps, { id });
  if (!rep) throw new AppError("not_found");
  return rep;
}
