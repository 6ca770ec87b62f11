import { type Prisma } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { loadSettings } from "../settings/load-settings";
import { loadRules } from "../matching/load-matching";
import { compareLedger, type LedgerGroup } from "../matching/compare-ledger";

/** A ledger of years is compared in seconds rather than milliseconds. */
const LARGE_LEDGER = { maxWait: 10_000, timeout: 60_000 };

/**
 * Compares the ledger with the rules of matching, when these have changed since the last time: calls go to the rep whose
 * address recorded them (never those chosen by hand), reasons become what they are now, and recorders who have become a
 * rep's are queued, so that Fathom is asked for their recordings. One transaction, which a second time changes nothing.
 * To be called while no run is active: a run decides by the rules that it began a step with.
 * @returns figures, or null when the rules are those of the last time
 */
export async function applyRules(
  deps: Deps,
): Promise<{ queued: number; moved: number; reasons: number } | null> {
  const { matching, version } = await loadRules(deps, await loadSettings(deps));
  const compared = await deps.db.prisma.comparedRules.findFirst({ select: { version: true } });
  if (version === compared?.version) return null;
  const { wanted, moves, reasons } = compareLedger(await loadGroups(deps), matching);
  return await deps.db.prisma.$transaction(async (tx) => {
    const moved = moves.length === 0 ? 0 : await moveCalls(tx, JSON.stringify(moves));
    const changed = reasons.length === 0 ? 0 : await changeReasons(tx, JSON.stringify(reasons));
    if (wanted.length > 0) await queueRematches(tx, wanted, null);
    await tx.$executeRaw`
      INSERT INTO compared_rules (id, version) VALUES (1, ${version})
      ON CONFLICT (id) DO UPDATE SET version = excluded.version, compared_at = now()`;
    return { queued: wanted.length, moved, reasons: changed };
  }, LARGE_LEDGER);
}

async function loadGroups(deps: Deps): Promise<LedgerGroup[]> {
  const { rows } = await deps.db.pool.query<LedgerGroup>(
    `SELECT l.recorder_email AS "recorderEmail", l.recorder_team AS "recorderTeam", l.decision::text AS decision, l.reason,
       coalesce(c.sales_rep_id, l.sales_rep_id) AS "salesRepId"
     FROM recordings l LEFT JOIN calls c USING (recording_id)
     WHERE l.recorder_email IS NOT NULL AND (l.decision = 'imported' AND c.matched_by <> 'manual'
       OR l.decision = 'skipped' AND l.not_seen_since IS NULL)
     GROUP BY 1, 2, 3, 4, 5`,
  );
  return rows;
}

/**
 * The writer of calls stores what Fathom shows of them; whose they are may also follow from a rule. Calls before the
 * ledger, as everybody locks them: one that a person is linking at this moment is left alone in both.
 */
async function moveCalls(tx: Prisma.TransactionClient, moves: string): Promise<number> {
  return await tx.$executeRaw`
    WITH moves AS (
      SELECT * FROM jsonb_to_recordset(${moves}::jsonb)
        AS m("recorderEmail" text, "recorderTeam" text, "fromRepId" uuid, "salesRepId" uuid, "matchedBy" matched_by)
    ),
    moved AS (
      UPDATE calls c SET sales_rep_id = m."salesRepId", matched_by = m."matchedBy", updated_at = now()
      FROM moves m, recordings l
      WHERE l.recorder_email = m."recorderEmail" AND l.recorder_team IS NOT DISTINCT FROM m."recorderTeam"
        AND c.recording_id = l.recording_id AND c.sales_rep_id = m."fromRepId" AND c.matched_by <> 'manual'
      RETURNING c.recording_id, c.sales_rep_id
    )
    UPDATE recordings l SET sales_rep_id = moved.sales_rep_id, changed_at = now()
    FROM moved WHERE l.recording_id = moved.recording_id`;
}

async function changeReasons(tx: Prisma.TransactionClient, reasons: string): Promise<number> {
  return await tx.$executeRaw`
    UPDATE recordings l SET reason = m.reason, sales_rep_id = m."salesRepId", changed_at = now()
    FROM jsonb_to_recordset(${reasons}::jsonb)
      AS m("recorderEmail" text, "recorderTeam" text, "oldReason" text, reason text, "salesRepId" uuid)
    WHERE l.decision = 'skipped' AND l.recorder_email = m."recorderEmail"
      AND l.recorder_team IS NOT DISTINCT FROM m."recorderTeam" AND l.reason IS NOT DISTINCT FROM m."oldReason"`;
}

/** Has Fathom asked again for these recorders (normalized), as soon as no run is in the way. */
export async function queueRematches(
  tx: Prisma.TransactionClient,
  emails: readonly string[],
  requestedBy: string | null,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO rematches (recorder_email, requested_by) SELECT unnest(${[...emails]}::text[]), ${requestedBy}::uuid
    ON CONFLICT (recorder_email) DO UPDATE
    SET requested_at = now(), requested_by = excluded.requested_by, run_id = NULL, attempts = 0, next_attempt_at = NULL`;
}
