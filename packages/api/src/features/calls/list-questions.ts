import { z } from "zod";
import { type Deps } from "../../deps";
import { QUESTION_REASONS } from "../../reasons";

const rep = z.object({ id: z.string(), name: z.string(), archived: z.boolean() });

/** What the rules say of a call when it is not that it is its rep's: why, and whom they name, if anybody. */
export const callQuestionSchema = z.object({ reason: z.enum(QUESTION_REASONS), salesRep: rep.nullable() });

/** Calls of one rep of which the same is asked. */
export const questionGroupSchema = callQuestionSchema.extend({
  /** Whose they are. */
  owner: rep,
  count: z.number(),
  latestAt: z.date(),
  /** Under which addresses they were recorded; at most three. */
  recorderEmails: z.array(z.string()),
});

export type QuestionGroup = z.infer<typeof questionGroupSchema>;

/** Every call of which the rules say something else than that it is its rep's; the largest group first. */
export async function listQuestions(deps: Deps): Promise<QuestionGroup[]> {
  const { rows } = await deps.db.pool.query<QuestionGroup>(
    `SELECT c.question AS reason, c.count, c."latestAt", c."recorderEmails",
       json_build_object('id', o.id, 'name', o.name, 'archived', o.archived_at IS NOT NULL) AS owner,
       CASE WHEN q.id IS NOT NULL THEN json_build_object('id', q.id, 'name', q.name, 'archived', q.archived_at IS NOT NULL) END AS "salesRep"
     FROM (
       SELECT sales_rep_id, question, question_rep_id, count(*)::int AS count, max(started_at) AS "latestAt",
         (array_agg(DISTINCT lower(recorder_email)))[1:3] AS "recorderEmails"
       FROM calls WHERE question IS NOT NULL GROUP BY 1, 2, 3
     ) c JOIN sales_reps o ON o.id = c.sales_rep_id LEFT JOIN sales_reps q ON q.id = c.question_rep_id
     ORDER BY c.count DESC, lower(o.name), c.question, q.name LIMIT 500`,
  );
  return rows;
}
