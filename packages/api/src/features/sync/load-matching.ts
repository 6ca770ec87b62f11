import { hash } from "node:crypto";
import { type Deps } from "../../deps";
import { type Settings } from "../settings/load-settings";
import { indexReps, type Matching } from "./decide-recording";

type Filters = Pick<Settings, "teamFilter" | "matchDomains">;

/** The rules of matching as they are now, under a name that differs as soon as any of them does. */
export async function loadRules(
  deps: Deps,
  { teamFilter, matchDomains }: Filters,
): Promise<{ matching: Matching; version: string }> {
  const { rows } = await deps.db.pool.query<{
    id: string;
    email: string;
    archived: boolean;
    aliases: string[];
  }>({
    name: "load-matching",
    // Archived ones too, since "archived" is a reason of its own.
    text: `SELECT r.id, r.email, r.archived_at IS NOT NULL AS archived,
             coalesce(array_agg(a.email ORDER BY a.email) FILTER (WHERE a.email IS NOT NULL), '{}') AS aliases
           FROM sales_reps r LEFT JOIN sales_rep_aliases a ON a.sales_rep_id = r.id GROUP BY r.id ORDER BY r.id`,
  });
  const version = hash("sha256", JSON.stringify([rows, teamFilter, matchDomains]), "base64url").slice(0, 22);
  return { matching: { reps: indexReps(rows), teamFilter, domains: matchDomains }, version };
}

/** All sales reps with their addresses, and the filters of the settings. */
export async function loadMatching(deps: Deps, filters: Filters): Promise<Matching> {
  return (await loadRules(deps, filters)).matching;
}
