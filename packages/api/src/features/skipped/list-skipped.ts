import { z } from "zod";
import { type Deps } from "../../deps";
import { LEDGER_REASONS } from "../../reasons";
import { loadSettings } from "../settings/load-settings";
import { isInTeams } from "../matching/decide-recording";
import { suggestRep, type SuggestibleRep } from "./suggest-rep";

export const skippedGroupSchema = z.object({
  recorderEmail: z.string().nullable(),
  recorderName: z.string().nullable(),
  reason: z.enum(LEDGER_REASONS),
  count: z.number(),
  latestAt: z.date().nullable(),
  /** The teams that Fathom named with them. */
  teams: z.array(z.string()),
  /** Only for `no_matching_rep`: whose address it may be. */
  suggestion: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("alias"), salesRepId: z.string(), name: z.string() }),
      z.object({ kind: z.literal("new_rep"), name: z.string() }),
    ])
    .nullable(),
  /** How many calls it brings to link this recorder to a rep: those that Fathom still shows and the team filter lets through. */
  brings: z.number(),
});

export type SkippedGroup = z.infer<typeof skippedGroupSchema>;

type GroupRow = Omit<SkippedGroup, "suggestion" | "brings" | "teams"> & {
  teams: { team: string | null; count: number }[];
};

/** Every recording that did not become a call, by who recorded it and why; the largest group first. */
export async function listSkipped(deps: Deps): Promise<SkippedGroup[]> {
  const [{ rows }, { rows: reps }, { teamFilter, matchDomains }] = await Promise.all([
    deps.db.pool.query<GroupRow>(
      // What had no readable id and is not shown any more has come back under its own id.
      `SELECT email AS "recorderEmail", max(name) AS "recorderName", reason, sum(count)::int AS count, max(latest) AS "latestAt",
         jsonb_agg(jsonb_build_object('team', recorder_team, 'count', shown)) AS teams
       FROM (
         SELECT lower(recorder_email COLLATE "C") AS email, reason, recorder_team, max(recorder_name) AS name, max(recorded_at) AS latest,
           count(*)::int AS count, (count(*) FILTER (WHERE not_seen_since IS NULL))::int AS shown
         FROM recordings WHERE decision IN ('skipped', 'error') AND NOT (recording_id < 0 AND not_seen_since IS NOT NULL)
         GROUP BY 1, 2, 3
       ) parts
       GROUP BY email, reason ORDER BY sum(count) DESC, 1, reason LIMIT 500`,
    ),
    deps.db.pool.query<SuggestibleRep>(
      `SELECT r.id, r.name, r.email, r.archived_at IS NOT NULL AS archived,
         ARRAY(SELECT a.email FROM sales_rep_aliases a WHERE a.sales_rep_id = r.id) AS aliases FROM sales_reps r`,
    ),
    loadSettings(deps),
  ]);
  return rows.map(({ teams, ...group }) => ({
    ...group,
    teams: teams.flatMap(({ team }) => team ?? []).sort((a, b) => a.localeCompare(b)),
    suggestion:
      group.reason === "no_matching_rep"
        ? suggestRep({ email: group.recorderEmail, name: group.recorderName }, reps, matchDomains)
        : null,
    brings: teams
      .filter(({ team }) => isInTeams(team, teamFilter))
      .reduce((sum, { count }) => sum + count, 0),
  }));
}
