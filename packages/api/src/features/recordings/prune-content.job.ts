import { type Deps } from "../../deps";
import { loadSettings } from "../settings/load-settings";
import { defineJob } from "../../job";

/** At night, when nobody reads them. */
export const pruneContentJob = defineJob({
  id: "prune-content",
  triggers: () => [{ cron: "23 2 * * *" }],
  retries: 2,
  handler: async ({ step, deps }) => ({
    pruned: await step.run("prune-content", () => pruneContent(deps)),
    faults: await step.run("prune-faults", () => pruneFaults(deps)),
  }),
});

/** Calls that one statement looks at, so that nothing is locked for long. */
const BATCH = 500;
const DAY_MS = 24 * 3_600_000;
/** How long the outline of an item that could not be read is kept, unless the retention is shorter. */
const KEEP_FAULTS_DAYS = 90;

/**
 * Removes what was said in calls that began longer ago than the retention allows, and who took part: transcript,
 * summary, action items and invitees. Without a retention nothing is removed. The call stays, with its title, times and
 * sales rep, and so do the hashes of what it had, so that it counts as complete. No sync, webhook or queue stores the
 * content again (see `replaces` in store-recordings.sql.ts), and its words leave the search by the triggers. What an open run
 * has just stored is left for the next time, as are rows that somebody is writing to.
 * @returns how many calls
 */
export async function pruneContent(deps: Deps): Promise<number> {
  const { retentionDays } = await loadSettings(deps);
  if (retentionDays === null) return 0;
  const before = new Date(deps.clock.now().getTime() - retentionDays * DAY_MS);
  let pruned = 0;
  let after: Position | null = null;
  for (;;) {
    const batch: Batch = await pruneBatch(deps, before, after);
    pruned += batch.pruned;
    after = batch.last;
    if (after === null) return pruned;
  }
}

/** Removes the outlines of items that could not be read; when they were seen, and why they could not, stays. */
async function pruneFaults(deps: Deps): Promise<number> {
  const { retentionDays } = await loadSettings(deps);
  const days = Math.min(KEEP_FAULTS_DAYS, retentionDays ?? KEEP_FAULTS_DAYS);
  const { rowCount } = await deps.db.pool.query(
    "UPDATE recordings SET raw = NULL WHERE raw IS NOT NULL AND changed_at < $1",
    [new Date(deps.clock.now().getTime() - days * DAY_MS)],
  );
  return rowCount ?? 0;
}

/** As PostgreSQL writes an instant, since it has more digits than a Date. */
type Position = { startedAt: string; id: string };
type Batch = { pruned: number; last: Position | null };

async function pruneBatch(deps: Deps, before: Date, after: Position | null): Promise<Batch> {
  const { rows } = await deps.db.pool.query<{ pruned: number; startedAt: string | null; id: string | null }>(
    `WITH due AS (
       SELECT id, recording_id, started_at FROM calls c
       WHERE started_at < $1
         AND (has_transcript OR summary IS NOT NULL OR action_items IS NOT NULL OR invitees <> '[]'::jsonb)
         AND ($2::timestamptz IS NULL OR (started_at, id) > ($2::timestamptz, $3::uuid))
         AND NOT EXISTS (SELECT FROM sync_runs r WHERE r.id = c.run_id AND r.finished_at IS NULL)
       ORDER BY started_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
     ),
     removed AS (
       DELETE FROM transcripts t USING due WHERE t.recording_id = due.recording_id
     ),
     marked AS (
       UPDATE calls c SET has_transcript = false, summary = NULL, summary_template = NULL, action_items = NULL,
         invitees = '[]'::jsonb, transcript_pruned_at = coalesce(transcript_pruned_at, $4) FROM due WHERE c.id = due.id
       RETURNING c.id
     )
     SELECT (SELECT count(*)::int FROM marked) AS pruned, last.started_at::text AS "startedAt", last.id
     FROM (SELECT 1) one LEFT JOIN (SELECT started_at, id FROM due ORDER BY started_at DESC, id DESC LIMIT 1) last ON true`,
    [before, after?.startedAt ?? null, after?.id ?? null, deps.clock.now()],
  );
  const row = rows[0];
  if (!row || row.startedAt === null || row.id === null) return { pruned: 0, last: null };
  return { pruned: row.pruned, last: { startedAt: row.startedAt, id: row.id } };
}
