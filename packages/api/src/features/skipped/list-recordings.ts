import { z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { inputRecordingId } from "../../input-text";
import { skippedGroupSchema } from "./list-skipped";

export const groupRecordingsSchema = z.object({
  recorderEmail: z.string().max(320).nullable(),
  reason: skippedGroupSchema.shape.reason,
  limit: z.number().int().min(1).max(100).default(20),
  cursor: z.string().max(100).nullish(),
});

export const skippedRecordingSchema = z.object({
  recordingId: z.string(),
  /** When it was recorded; of one that could not be read when Fathom made it, or when it was first seen. */
  at: z.date(),
  team: z.string().nullable(),
  /** Only of an error: what could not be read or stored, in the words of whoever refused it. */
  problem: z.string().nullable(),
  /** Fathom shows it no more, so linking its recorder does not bring it. */
  notSeenSince: z.date().nullable(),
});

export type SkippedRecording = z.infer<typeof skippedRecordingSchema>;

const cursorSchema = z.tuple([z.iso.datetime(), inputRecordingId()]);

/**
 * The recordings of one group of the queue, the latest first: what the ledger holds of them, which of other people's
 * conversations is when, and nothing of what was said.
 * @throws AppError `bad_input` for a cursor that is none
 */
export async function listRecordings(
  deps: Deps,
  input: z.output<typeof groupRecordingsSchema>,
): Promise<{ items: SkippedRecording[]; nextCursor: string | null }> {
  const [before, id] = input.cursor ? decodeCursor(input.cursor) : [null, null];
  const { rows } = await deps.db.pool.query<SkippedRecording>(
    `SELECT * FROM (
       SELECT recording_id::text AS "recordingId", recording_id AS id, recorder_team AS team,
         date_trunc('milliseconds', coalesce(recorded_at, fathom_created_at, first_seen_at)) AS at,
         CASE WHEN decision = 'error' THEN error_message END AS problem, not_seen_since AS "notSeenSince"
       FROM recordings
       WHERE decision <> 'imported' AND reason = $2 AND lower(recorder_email COLLATE "C") IS NOT DISTINCT FROM $1
         AND NOT (recording_id < 0 AND not_seen_since IS NOT NULL)
     ) theirs
     WHERE $3::timestamptz IS NULL OR (at, id) < ($3::timestamptz, $4::bigint)
     ORDER BY at DESC, id DESC LIMIT $5`,
    [input.recorderEmail, input.reason, before, id, input.limit + 1],
  );
  const items = rows.slice(0, input.limit).map((row) => skippedRecordingSchema.parse(row));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > input.limit && last ? encodeCursor(last) : null };
}

const encodeCursor = ({ at, recordingId }: SkippedRecording) =>
  Buffer.from(JSON.stringify([at.toISOString(), recordingId])).toString("base64url");

function decodeCursor(cursor: string): [string, string] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (cause) {
    throw new AppError("bad_input", {}, { cause });
  }
}
