import { type Prisma } from "@koppeling/db/prisma";

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
  return await tx.$executeRaw`
    WITH removed AS (
      DELETE FROM calls WHERE sales_rep_id = ${salesRepId}::uuid AND matched_by <> 'manual'
        AND matched_email = ${recorderEmail} AND created_at >= ${since}::timestamptz - interval '1 minute'
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
