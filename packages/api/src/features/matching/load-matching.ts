import { type Deps } from "../../deps";
import { type Settings } from "../settings/load-settings";
import { indexReps, type Matching } from "./decide-recording";

type Filters = Pick<Settings, "teamFilter" | "matchDomains">;

export type MatchingRep = { id: string; email: string; archived: boolean; aliases: string[] };

/** All sales reps with their addresses; archived ones too, since "archived" is a reason of its own. */
export const MATCHING_REPS_SQL = `
  SELECT r.id, r.email, r.archived_at IS NOT NULL AS archived,
    coalesce(array_agg(a.email ORDER BY a.email) FILTER (WHERE a.email IS NOT NULL), '{}') AS aliases
  FROM sales_reps r LEFT JOIN sales_rep_aliases a ON a.sales_rep_id = r.id GROUP BY r.id ORDER BY r.id`;

/** Pure. */
export const toMatching = (
  reps: readonly MatchingRep[],
  { teamFilter, matchDomains }: Filters,
): Matching => ({ reps: indexReps(reps), teamFilter, domains: matchDomains });

/** All sales reps with their addresses, and the filters of the settings. */
export async function loadMatching(deps: Deps, filters: Filters): Promise<Matching> {
  const { rows } = await deps.db.pool.query<MatchingRep>({ name: "load-matching", text: MATCHING_REPS_SQL });
  return toMatching(rows, filters);
}
