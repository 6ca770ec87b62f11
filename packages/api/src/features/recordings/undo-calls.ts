import { type Prisma } from "@koppeling/db/prisma";
import { normalizeEmail } from "../../normalize-email";

/**
 * Takes out the calls that an address brought to a rep, except those linked by hand; they are skipped again.
 * Whatever Fathom delivered of them goes too: it holds the same conversation. A minute of grace, since the two moments
 * may come from two clocks.
 */
export async function undoCalls(
  tx: Prisma.TransactionClient,
  { salesRepId, recorderEmail }: { salesRepId: string; recorderEmail: string },
  since: Date,
): Promise<number> {
  const recorders = await tx.call.findMany({
    where: { salesRepId },
    select: { recorderEmail: true },
    distinct: ["recorderEmail"],
  });
  const spellings = recorders
    .map((call) => call.recorderEmail)
    .filter((email) => normalizeEmail(email) === recorderEmail);
  return await tx.$executeRaw`
    WITH removed AS (
      DELETE FROM calls WHERE sales_rep_id = ${salesRepId}::uuid AND matched_by <> 'manual'
        AND recorder_email = ANY(${spellings}) AND created_at >= ${since}::timestamptz - interval '1 minute'
      RETURNING recording_id
    ),
    deliveries AS (
      UPDATE webhook_events e SET body = NULL FROM removed
      WHERE e.recording_id = removed.recording_id AND e.body IS NOT NULL
    )
    UPDATE recordings l SET decision = 'skipped', reason = 'no_matching_rep', sales_rep_id = NULL, content_hash = NULL, raw = NULL,
      error_message = NULL, changed_at = now()
    FROM removed WHERE l.recording_id = removed.recording_id`;
}
