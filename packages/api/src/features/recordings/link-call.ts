import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { loadSettings } from "../settings/load-settings";
import { decideRecording } from "../matching/decide-recording";
import { loadMatching } from "../matching/load-matching";
import { normalizeEmail } from "../../normalize-email";

/** Gives a call to a rep by hand; no sync and no rule takes it away again. @throws AppError `not_found` */
export async function linkCall(
  deps: Deps,
  input: { callId: string; salesRepId: string },
  actor: Actor,
): Promise<void> {
  const rep = await deps.db.prisma.salesRep.findFirst({
    where: { id: input.salesRepId, archivedAt: null },
    select: { id: true },
  });
  if (!rep) throw new AppError("not_found");
  await assign(deps, { ...input, matchedBy: "manual" }, { action: "call.link", actor });
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
  const { salesRepId } = decideRecording({ email: call.recorderEmail, team: call.team }, matching);
  const match = matching.reps
    .get(normalizeEmail(call.recorderEmail))
    ?.find(({ rep }) => rep.id === salesRepId);
  if (!match) throw new AppError("no_automatic_rep");
  await assign(
    deps,
    { callId, salesRepId: match.rep.id, matchedBy: match.by },
    { action: "call.unlink", actor },
  );
}

/** Whose a call is; what is in it stays the sync's. */
async function assign(
  deps: Deps,
  call: { callId: string; salesRepId: string; matchedBy: "email" | "alias" | "manual" },
  audit: { action: string; actor: Actor },
): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    const [before] = await tx.$queryRaw<{ sales_rep_id: string }[]>`
      SELECT sales_rep_id FROM calls WHERE id = ${call.callId}::uuid FOR UPDATE`;
    if (!before) throw new AppError("not_found");
    await tx.$executeRaw`
      WITH assigned AS (
        UPDATE calls SET sales_rep_id = ${call.salesRepId}::uuid, matched_by = ${call.matchedBy}::matched_by, updated_at = now()
        WHERE id = ${call.callId}::uuid RETURNING recording_id, sales_rep_id
      )
      UPDATE recordings l SET sales_rep_id = a.sales_rep_id, changed_at = now() FROM assigned a
      WHERE l.recording_id = a.recording_id`;
    const after = await tx.salesRep.findUnique({ where: { id: call.salesRepId }, select: { name: true } });
    await writeAudit(deps, tx, audit.actor, {
      action: audit.action,
      subject: call.callId,
      oldValue: before.sales_rep_id,
      newValue: call.salesRepId,
      details: { rep: after?.name ?? "" },
    });
  });
}
