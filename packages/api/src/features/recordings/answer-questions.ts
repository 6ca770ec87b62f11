import { z } from "zod";
import { retryOnTransientError } from "@koppeling/db/retry-transaction";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { QUESTION_REASONS } from "../../reasons";

/** A group of list-questions.ts, and whose its calls are from now on: their own rep's to leave them, or another's. */
export const questionAnswerSchema = z.object({
  ownerId: z.uuid(),
  reason: z.enum(QUESTION_REASONS),
  questionRepId: z.uuid().nullable(),
  salesRepId: z.uuid(),
});

/** So many calls with each request, so that none takes minutes; whoever asks goes on until none is left. */
const BATCH = 200;

/**
 * Answers a group's question as link-call.ts does that of one call: each is linked by hand, to the rep that it has or to
 * another, and asks no more. Calls of which something else is asked by now are left alone.
 * @returns how many were answered, and how many of the group are left for another request
 * @throws AppError `not_found` when there is no such rep, or one who is archived would get calls of another
 */
export async function answerQuestions(
  deps: Deps,
  input: z.output<typeof questionAnswerSchema>,
  actor: Actor,
): Promise<{ answered: number; left: number }> {
  const { ownerId, reason, questionRepId, salesRepId } = input;
  const rep = await deps.db.prisma.salesRep.findUnique({ where: { id: salesRepId } });
  if (!rep || (rep.archivedAt && rep.id !== ownerId)) throw new AppError("not_found");
  // Another writer of the same calls may lock them in another order.
  const answered = await retryOnTransientError(() =>
    deps.db.prisma.$transaction(async (tx) => {
      const calls = await tx.$queryRaw<{ id: string }[]>`
      WITH batch AS (
        SELECT id FROM calls WHERE sales_rep_id = ${ownerId}::uuid AND question = ${reason}
          AND question_rep_id IS NOT DISTINCT FROM ${questionRepId}::uuid
        ORDER BY recording_id LIMIT ${BATCH} FOR NO KEY UPDATE
      ),
      linked AS (
        UPDATE calls c SET sales_rep_id = ${salesRepId}::uuid, matched_by = 'manual', matched_email = NULL, question = NULL,
          question_rep_id = NULL, updated_at = now()
        FROM batch WHERE c.id = batch.id RETURNING c.id, c.recording_id
      ),
      ledger AS (
        UPDATE recordings l SET sales_rep_id = ${salesRepId}::uuid, changed_at = now()
        FROM linked WHERE l.recording_id = linked.recording_id
      )
      SELECT id FROM linked`;
      for (const { id: subject } of calls) {
        await writeAudit(deps, tx, actor, {
          action: "call.link",
          subject,
          oldValue: ownerId,
          newValue: salesRepId,
          details: { rep: rep.name },
        });
      }
      return calls.length;
    }),
  );
  const left = await deps.db.prisma.call.count({
    where: { salesRepId: ownerId, question: reason, questionRepId },
  });
  return { answered, left };
}
