import { z } from "zod";
import { type Deps } from "../../deps";

export const skippedGroupSchema = z.object({
  recorderEmail: z.string().nullable(),
  recorderName: z.string().nullable(),
  reason: z.enum([
    "no_matching_rep",
    "rep_archived",
    "other_team",
    "ambiguous_rep",
    "unreadable",
    "not_stored",
  ]),
  count: z.number(),
  latestAt: z.date().nullable(),
});

/** Every recording that did not become a call, by who recorded it and why; the largest group first. */
export async function listSkipped(deps: Deps): Promise<z.infer<typeof skippedGroupSchema>[]> {
  const { rows } = await deps.db.pool.query<z.infer<typeof skippedGroupSchema>>(
    `SELECT lower(recorder_email) AS "recorderEmail", max(recorder_name) AS "recorderName", reason,
       count(*)::int AS count, max(recorded_at) AS "latestAt"
     FROM recordings WHERE decision <> 'imported'
     GROUP BY lower(recorder_email), reason ORDER BY count(*) DESC, 1, reason LIMIT 500`,
  );
  return rows;
}
