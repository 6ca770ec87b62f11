import { type Prisma } from "@koppeling/db/prisma";
import { announceRules } from "../../announce-rules";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { cancelRun } from "../runs/end-run";
import { interruptRuns } from "../runs/hold-lease";
import { undoCalls } from "../recordings/undo-calls";

const POLL_MS = 250;
const MAX_POLLS = 100;

type Input = { salesRepId: string; recorderEmail: string };

/**
 * Takes back what resolving did: the address is the rep's no more, and a rep who was made for it goes too (archived when
 * calls remain). Within a day of it, the calls that the address brought are taken out again and are skipped as they were:
 * Fathom still has them. Later, and for calls that a person linked by hand, the calls stay with the rep.
 * @throws AppError `not_found`, or `run_busy` when the run that is importing them does not stop
 */
export async function undoResolve(deps: Deps, input: Input, actor: Actor): Promise<{ removedCalls: number }> {
  await stopImport(deps, input.recorderEmail);
  const undone = await deps.db.prisma.$transaction(async (tx) => {
    await interruptRuns(tx);
    const [link] = await tx.$queryRaw<{ isOwn: boolean; isRecent: boolean; since: Date }[]>`
      SELECT a.email IS NULL AS "isOwn", coalesce(a.created_at, r.created_at) AS since,
        coalesce(a.created_at, r.created_at) > now() - interval '1 day' AS "isRecent"
      FROM sales_reps r LEFT JOIN sales_rep_aliases a ON a.sales_rep_id = r.id AND a.email = ${input.recorderEmail}
      WHERE r.id = ${input.salesRepId}::uuid AND (a.email IS NOT NULL OR r.email = ${input.recorderEmail})`;
    if (!link) throw new AppError("not_found");
    await tx.$executeRaw`DELETE FROM rematches WHERE recorder_email = ${input.recorderEmail}`;
    const removedCalls = link.isRecent ? await undoCalls(tx, input, link.since) : 0;
    if (link.isOwn) await removeRep(tx, input.salesRepId);
    else {
      await tx.salesRepAlias.delete({
        where: { salesRepId_email: { salesRepId: input.salesRepId, email: input.recorderEmail } },
        select: { email: true },
      });
    }
    await writeAudit(deps, tx, actor, {
      action: "skipped.undo",
      subject: input.salesRepId,
      oldValue: input.recorderEmail,
      details: { removedCalls },
    });
    return { removedCalls };
  });
  announceRules(deps);
  return undone;
}

/** A run that imports by the old rule would store more behind our back. */
async function stopImport(deps: Deps, recorderEmail: string): Promise<void> {
  const rematch = await deps.db.prisma.rematch.findUnique({
    where: { recorderEmail },
    select: { runId: true },
  });
  if (!rematch?.runId) return;
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const run = await deps.db.prisma.syncRun.findUnique({
      where: { id: rematch.runId },
      select: { finishedAt: true },
    });
    if (!run || run.finishedAt) return;
    await cancelRun(deps, rematch.runId);
    await deps.clock.sleep(POLL_MS);
  }
  throw new AppError("run_busy");
}

async function removeRep(tx: Prisma.TransactionClient, id: string): Promise<void> {
  await tx.$executeRaw`
    WITH kept AS (UPDATE sales_reps SET archived_at = now() WHERE id = ${id}::uuid AND archived_at IS NULL
      AND EXISTS (SELECT FROM calls WHERE sales_rep_id = ${id}::uuid))
    DELETE FROM sales_reps WHERE id = ${id}::uuid AND NOT EXISTS (SELECT FROM calls WHERE sales_rep_id = ${id}::uuid)`;
}
