import { type Deps } from "../../deps";
import { indexReps } from "./decide-recording";
import { type Matching } from "./prepare-recording";

/** All sales reps with their addresses, archived ones too, since "archived" is a reason of its own. */
export async function loadMatching(deps: Deps, teamFilter: readonly string[]): Promise<Matching> {
  const { rows } = await deps.db.pool.query<{
    id: string;
    email: string;
    archived: boolean;
    aliases: string[];
  }>({
    name: "load-matching",
    text: `SELECT r.id, r.email, r.archived_at IS NOT NULL AS archived,
             coalesce(array_agg(a.email) FILTER (WHERE a.email IS NOT NULL), '{}') AS aliases
           FROM sales_reps r LEFT JOIN sales_rep_aliases a ON a.sales_rep_id = r.id GROUP BY r.id`,
  });
  return { reps: indexReps(rows), teamFilter };
}
