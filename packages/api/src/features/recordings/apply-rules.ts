import { type Prisma } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { type Decision } from "../../reasons";
import { loadSettings } from "../settings/load-settings";
import { type MatchedCall, type CallQuestion } from "../matching/decide-recording";
import { loadMatching } from "../matching/load-matching";
import { compareLedger, type LedgerGroup } from "../matching/compare-ledger";

/** A ledger of years is compared in seconds rather than milliseconds. */
const LARGE_LEDGER = { maxWait: 10_000, timeout: 60_000 };
/** Calls that one statement changes, so that a filter that touches every call locks none of them for long. */
const BATCH = 5_000;

export type AppliedRules = {
  /** Recorders of whom Fathom is to be asked again. */
  queued: number;
  /** Calls that follow their address to another rep. */
  moved: number;
  /** Calls of which something else is asked than before, or nothing any more. */
  asked: number;
  /** Recordings that stay skipped, for another reason. */
  reasons: number;
};

/**
 * Compares the ledger with the rules of matching: all of it when these have changed since the last time, else what has
 * changed in the ledger itself, whoever wrote it and by whichever rules. Calls are moved or asked about (see decideCall),
 * reasons become what they are now, and recorders who have become a rep's are queued, so that Fathom is asked for their
 * recordings. Doing it twice, or going on after half of it, changes nothing more.
 *
 * Nothing escapes it: a change of rules leaves a row in its own transaction, which goes only after the comparison with it;
 * a row of the ledger bears the time at which its transaction began, and the comparison looks at all since the earliest
 * that was still under way when the one before it began.
 * To be called while no run is active: a run decides by the rules that it began a step with.
 * @returns figures, or null when everything was as the rules say
 */
export async function applyRules(deps: Deps, batch = BATCH): Promise<AppliedRules | null> {
  // First of all: what changes after this is left for the next time.
  const begun = await loadBegin(deps);
  const since = begun.changes.length > 0 ? null : begun.since;
  const groups = await loadGroups(deps, since);
  if (since !== null && groups.length === 0) return null;
  const matching = await loadMatching(deps, await loadSettings(deps));
  const { wanted, calls, reasons } = compareLedger(groups, matching);
  const changed = await changeCalls(deps, JSON.stringify(calls), batch);
  const done = await deps.db.prisma.$transaction(async (tx) => {
    const renamed = reasons.length === 0 ? 0 : await changeReasons(tx, JSON.stringify(reasons));
    if (wanted.length > 0)
      await (since === null ? queueRematches(tx, wanted, null) : addRematches(tx, wanted));
    await tx.$executeRaw`DELETE FROM rules_changes WHERE token = ANY(${begun.changes}::uuid[])`;
    await tx.$executeRaw`
      INSERT INTO compared_rules (id, compared_at) VALUES (1, ${begun.at}::text::timestamptz)
      ON CONFLICT (id) DO UPDATE SET compared_at = excluded.compared_at`;
    return { queued: wanted.length, ...changed, reasons: renamed };
  }, LARGE_LEDGER);
  return since !== null && Object.values(done).every((count) => count === 0) ? null : done;
}

/**
 * Times as PostgreSQL writes them, to the microsecond. Of other accounts' transactions `xact_start` is hidden: those of
 * the command line, run under the owner's, last no minute.
 */
async function loadBegin(deps: Deps): Promise<{ changes: string[]; since: string | null; at: string }> {
  const { rows } = await deps.db.pool.query<{ changes: string[]; since: string | null; at: string }>(
    `SELECT ARRAY(SELECT token::text FROM rules_changes) AS changes, (SELECT compared_at::text FROM compared_rules) AS since,
       least(now(), (SELECT min(xact_start) FROM pg_stat_activity
         WHERE datname = current_database() AND backend_type = 'client backend'))::text AS at`,
  );
  return rows[0] ?? { changes: [], since: null, at: new Date(0).toISOString() };
}

type GroupRow = {
  recorderEmail: string;
  recorderTeam: string | null;
  decision: Exclude<Decision, "error">;
  reason: string | null;
  salesRepId: string | null;
  call: MatchedCall | null;
  question: CallQuestion | null;
};

/** The rows of the ledger that the rules have a say in, in SQL. */
export const COMPARED_ROWS = `FROM recordings l LEFT JOIN calls c USING (recording_id)
  WHERE l.recorder_email IS NOT NULL AND (l.decision = 'imported' AND c.matched_by <> 'manual'
    OR l.decision = 'skipped' AND l.not_seen_since IS NULL)`;

/** @param since null for all of the ledger */
async function loadGroups(deps: Deps, since: string | null): Promise<LedgerGroup[]> {
  const { rows } = await deps.db.pool.query<GroupRow>(
    `SELECT l.recorder_email AS "recorderEmail", l.recorder_team AS "recorderTeam", l.decision::text AS decision, l.reason,
       CASE WHEN l.decision = 'skipped' THEN l.sales_rep_id END AS "salesRepId",
       CASE WHEN c.id IS NOT NULL THEN jsonb_build_object(
         'salesRepId', c.sales_rep_id, 'matchedBy', c.matched_by, 'matchedEmail', c.matched_email) END AS call,
       CASE WHEN c.question IS NOT NULL THEN jsonb_build_object('reason', c.question, 'salesRepId', c.question_rep_id) END AS question
     ${COMPARED_ROWS} AND ($1::timestamptz IS NULL OR l.changed_at >= $1)
     GROUP BY 1, 2, 3, 4, 5, 6, 7`,
    [since],
  );
  return rows.map(({ recorderEmail, recorderTeam, decision, reason, salesRepId, call, question }) => {
    const recorder = { recorderEmail, recorderTeam };
    return decision === "imported" && call
      ? { ...recorder, decision, call, question }
      : { ...recorder, decision: "skipped", reason, salesRepId };
  });
}

/**
 * The writer of calls stores what Fathom shows of them; whose they are follows from here. Calls before the ledger, as
 * everybody locks them: one that a person is linking at this moment is left alone in both.
 */
async function changeCalls(
  deps: Deps,
  changes: string,
  batch: number,
): Promise<{ moved: number; asked: number }> {
  const total = { moved: 0, asked: 0 };
  if (changes === "[]") return total;
  for (;;) {
    const { rows } = await deps.db.pool.query<{ moved: number; asked: number }>(CHANGE_CALLS, [
      changes,
      batch,
    ]);
    const { moved = 0, asked = 0 } = rows[0] ?? {};
    total.moved += moved;
    total.asked += asked;
    if (moved + asked < batch) return total;
  }
}

/** $1 the changes of compareLedger (jsonb), $2 how many calls at the most. What is as it should be is left alone. */
const CHANGE_CALLS = `
    WITH changes AS (
      SELECT m."recorderEmail", m."recorderTeam", (m.before->>'salesRepId')::uuid AS old_rep_id,
        (m.before->>'matchedBy')::matched_by AS old_matched_by, m.before->>'matchedEmail' AS old_matched_email,
        (m.after->>'salesRepId')::uuid AS rep_id, (m.after->>'matchedBy')::matched_by AS matched_by,
        m.after->>'matchedEmail' AS matched_email, m.question->>'reason' AS question,
        (m.question->>'salesRepId')::uuid AS question_rep_id
      FROM jsonb_to_recordset($1::jsonb)
        AS m("recorderEmail" text, "recorderTeam" text, before jsonb, after jsonb, question jsonb)
    ),
    due AS (
      SELECT c.id, m.* FROM changes m
      JOIN recordings l ON l.recorder_email = m."recorderEmail" AND l.recorder_team IS NOT DISTINCT FROM m."recorderTeam"
      JOIN calls c ON c.recording_id = l.recording_id
      WHERE c.sales_rep_id = m.old_rep_id AND c.matched_by = m.old_matched_by AND c.matched_by <> 'manual'
        AND c.matched_email IS NOT DISTINCT FROM m.old_matched_email
        AND (c.sales_rep_id, c.matched_by, c.matched_email, c.question, c.question_rep_id)
          IS DISTINCT FROM (m.rep_id, m.matched_by, m.matched_email, m.question, m.question_rep_id)
      ORDER BY c.recording_id LIMIT $2 FOR NO KEY UPDATE OF c
    ),
    changed AS (
      UPDATE calls c SET sales_rep_id = due.rep_id, matched_by = due.matched_by, matched_email = due.matched_email,
        question = due.question, question_rep_id = due.question_rep_id,
        updated_at = CASE WHEN due.rep_id = due.old_rep_id THEN c.updated_at ELSE now() END
      FROM due WHERE c.id = due.id
      RETURNING c.recording_id, c.sales_rep_id, due.rep_id <> due.old_rep_id AS is_moved
    ),
    ledger AS (
      UPDATE recordings l SET sales_rep_id = changed.sales_rep_id, changed_at = now()
      FROM changed WHERE changed.is_moved AND l.recording_id = changed.recording_id
    )
    SELECT (count(*) FILTER (WHERE is_moved))::int AS moved, (count(*) FILTER (WHERE NOT is_moved))::int AS asked FROM changed`;

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

/** The same where no rule has changed: who is queued already keeps the place, and the wait after a run that failed. */
async function addRematches(tx: Prisma.TransactionClient, emails: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO rematches (recorder_email) SELECT unnest(${[...emails]}::text[]) ON CONFLICT DO NOTHING`;
}
