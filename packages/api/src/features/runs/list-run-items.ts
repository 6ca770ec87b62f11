import { z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { OUTCOMES } from "../../reasons";

export const runItemSchema = z.object({
  recordingId: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.string().nullable(),
  recorderName: z.string().nullable(),
  recorderEmail: z.string().nullable(),
  recordedAt: z.date().nullable(),
  /** Only of what is a call here: nothing is kept of other people's conversations. */
  callId: z.string().nullable(),
  title: z.string().nullable(),
  seenAt: z.date(),
});

export type RunItem = z.infer<typeof runItemSchema>;

/**
 * What a run did with each recording: the items that its figures are the sum of.
 * @param input.cursor the id of the last recording of the page before
 * @throws AppError `not_found`
 */
export async function listRunItems(
  deps: Deps,
  input: {
    runId: string;
    limit: number;
    cursor?: string | null | undefined;
    outcome?: RunItem["outcome"] | undefined;
    reason?: string | undefined;
  },
): Promise<{ items: RunItem[]; nextCursor: string | null }> {
  const run = await deps.db.prisma.syncRun.findUnique({ where: { id: input.runId }, select: { id: true } });
  if (!run) throw new AppError("not_found");
  const { rows } = await deps.db.pool.query<RunItem>(
    `SELECT s.recording_id::text AS "recordingId", s.outcome::text AS outcome, s.reason, l.recorder_name AS "recorderName",
       l.recorder_email AS "recorderEmail", l.recorded_at AS "recordedAt", c.id AS "callId", c.title, s.seen_at AS "seenAt"
     FROM sync_run_recordings s LEFT JOIN recordings l USING (recording_id) LEFT JOIN calls c USING (recording_id)
     WHERE s.run_id = $1 AND ($2::bigint IS NULL OR s.recording_id < $2) AND ($3::sighting_outcome IS NULL OR s.outcome = $3)
       AND ($4::text IS NULL OR s.reason = $4)
     ORDER BY s.recording_id DESC LIMIT $5`,
    [input.runId, input.cursor ?? null, input.outcome ?? null, input.reason ?? null, input.limit + 1],
  );
  const items = rows.slice(0, input.limit);
  return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.recordingId ?? null) : null };
}
