import { z } from "zod";
import { type Deps } from "../../deps";

const count = z.number().int();

/** What a reconcile found: `inFathom = known + missing`, of which `fetched` are here now. */
export const differenceSchema = z.object({
  runId: z.string(),
  days: count,
  /** Recordings that Fathom listed in these days. */
  inFathom: count,
  /** Those of them that needed no fetching: imported before, or not a rep's. */
  known: count,
  missing: count,
  fetched: count,
  /** Recordings that are here and Fathom did not list. They are kept. */
  notSeen: count,
  /** When the run ended; of one under way, when it began. */
  at: z.date(),
  /** The listing went to its end and could be read, so that `notSeen` can be relied on. */
  complete: z.boolean(),
});

export type Difference = z.infer<typeof differenceSchema>;

/** @returns the difference that a run found, or without one the latest that was found; null before a listing was complete. */
export async function loadDifference(deps: Deps, runId?: string): Promise<Difference | null> {
  const { rows } = await deps.db.pool.query<Difference>(
    `SELECT r.id AS "runId", rec.days, rec.in_fathom AS "inFathom", rec.in_fathom - rec.missing AS known, rec.missing,
       coalesce(rec.fetched, (SELECT count(*)::int FROM reconcile_missing m JOIN calls c USING (recording_id) WHERE m.run_id = r.id)) AS fetched,
       rec.not_seen AS "notSeen", coalesce(r.finished_at, r.created_at) AS at, rec.judged AS complete
     FROM sync_runs r JOIN reconciliations rec ON rec.run_id = r.id
     WHERE rec.in_fathom IS NOT NULL AND ($1::uuid IS NULL OR r.id = $1)
     ORDER BY r.created_at DESC LIMIT 1`,
    [runId ?? null],
  );
  return rows[0] ?? null;
}

export const notSeenItemSchema = z.object({
  recordingId: z.string(),
  callId: z.string().nullable(),
  title: z.string().nullable(),
  recorderName: z.string().nullable(),
  recordedAt: z.date().nullable(),
  notSeenSince: z.date(),
});

/** Recordings that a complete listing no longer showed, the latest first; at most 200. */
export async function listNotSeen(deps: Deps): Promise<z.infer<typeof notSeenItemSchema>[]> {
  const { rows } = await deps.db.pool.query<z.infer<typeof notSeenItemSchema>>(
    `SELECT l.recording_id::text AS "recordingId", c.id AS "callId", c.title, l.recorder_name AS "recorderName",
       l.recorded_at AS "recordedAt", l.not_seen_since AS "notSeenSince"
     FROM recordings l LEFT JOIN calls c USING (recording_id) WHERE l.not_seen_since IS NOT NULL
     ORDER BY l.not_seen_since DESC, l.recording_id DESC LIMIT 200`,
  );
  return rows;
}
