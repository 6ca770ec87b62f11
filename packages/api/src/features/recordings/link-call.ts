import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { loadSettings } from "../settings/load-settings";
import {
  type CallQuestion,
  decideCall,
  decideRecording,
  type MatchedCall,
} from "../matching/decide-recording";
import { loadMatching } from "../matching/load-matching";
import { normalizeEmail } from "../../normalize-email";

/**
 * Gives a call to a rep by hand; no sync and no rule takes it away again, and nothing is asked of it any more. To leave
 * it where it is, is such a choice too, also with a rep who is archived.
 * @throws AppError `not_found`
 */
export async function linkCall(
  deps: Deps,
  input: { callId: string; salesRepId: string },
  actor: Actor,
): Promise<void> {
  const rep = await deps.db.prisma.salesRep.findFirst({
    where: {
      id: input.salesRepId,
      OR: [{ archivedAt: null }, { calls: { some: { id: input.callId } } }],
    },
    select: { id: true },
  });
  if (!rep) throw new AppError("not_found");
  const match = { salesRepId: rep.id, matchedBy: "manual", matchedEmail: null } as const;
  await assign(deps, { callId: input.callId, match, question: null }, { action: "call.link", actor });
}

/**
 * Gives a call back to the rep that the rules name, an archived one included, since they keep their calls.
 * @throws AppError `not_found`, or `no_automatic_rep` when the rules name nobody: a call is always somebody's
 */
export async function unlinkCall(deps: Deps, callId: string, actor: Actor): Promise<void> {
  const call = await deps.db.prisma.call.findUnique({
    where: { id: callId },
    select: { recorderEmail: true, team: true },
  });
  if (!call) throw new AppError("not_found");
  const matching = await loadMatching(deps, await loadSettings(deps));
  const recorder = { email: call.recorderEmail, team: call.team };
  const matchedEmail = normalizeEmail(call.recorderEmail);
  const { salesRepId } = decideRecording(recorder, matching);
  const match = matching.reps.get(matchedEmail)?.find(({ rep }) => rep.id === salesRepId);
  if (!match) throw new AppError("no_automatic_rep");
  const { question, ...after } = decideCall(
    recorder,
    { salesRepId: match.rep.id, matchedBy: match.by, matchedEmail },
    matching,
  );
  await assign(deps, { callId, match: after, question }, { action: "call.unlink", actor });
}

/** Whose a call is; what is in it stays the sync's. */
async function assign(
  deps: Deps,
  call: { callId: string; match: MatchedCall; question: CallQuestion | null },
  audit: { action: string; actor: Actor },
): Promise<void> {
  const { callId, match, question } = call;
  await deps.db.prisma.$transaction(async (tx) => {
    const [before] = await tx.$queryRaw<{ sales_rep_id: string }[]>`
      SELECT sales_rep_id FROM calls WHERE id = ${callId}::uuid FOR UPDATE`;
    if (!before) throw new AppError("not_found");
    await tx.$executeRaw`
      WITH assigned AS (
        UPDATE calls SET sales_rep_id = ${match.salesRepId}::uuid, matched_by = ${match.matchedBy}::matched_by,
          matched_email = ${match.matchedEmail}, question = ${question?.reason ?? null},
          question_rep_id = ${question?.salesRepId ?? null}::uuid, updated_at = now()
        WHERE id = ${callId}::uuid RETURNING recording_id, sales_rep_id
      )
      UPDATE recordings l SET sales_rep_id = a.sales_rep_id, changed_at = now() FROM assigned a
      WHERE l.recording_id = a.recording_id`;
    const after = await tx.salesRep.findUnique({ where: { id: match.salesRepId }, select: { name: true } });
    await writeAudit(deps, tx, audit.actor, {
      action: audit.action,
      subject: callId,
      oldValue: before.sales_rep_id,
      newValue: match.salesRepId,
      details: { rep: after?.name ?? "" },
    });
  });
}
