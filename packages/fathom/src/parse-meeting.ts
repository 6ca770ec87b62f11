import { cleanJson } from "./clean-text";
import { parseTranscript } from "./parse-transcript";
import { type FathomRecording, meetingDetailsSchema, recorderSchema } from "./schemas";

/**
 * One item of the list, or the body of a webhook. When it is unreadable, `issue` names the field (and holds nothing
 * of what it said) and `raw` is the item as it came, its strings cleaned so that it fits in `jsonb`.
 */
export type MeetingItem =
  | { ok: true; recording: FathomRecording }
  | { ok: false; recordingId: bigint | null; issue: string; raw: unknown };

const MAX_ID = 2n ** 63n - 1n;

/**
 * Normalizes a meeting from Fathom: lenient on everything that can be missed, so that one odd field never costs a
 * call. Unreadable is only a meeting that is not an object, has no readable recording_id, has a recorded_by that is
 * neither object nor null, or has no usable time at all. Never throws.
 *
 * @param raw a value from `parseJson` (plain JSON.parse loses digits of long ids, which then count as unreadable)
 */
export function parseMeeting(raw: unknown): MeetingItem {
  if (!isObject(raw)) return unreadable(raw, null, "meeting: not an object");
  const recordingId = parseRecordingId(raw.recording_id);
  if (recordingId === null) return unreadable(raw, null, "recording_id: missing or not a 64-bit number");
  const recorder = raw.recorded_by ?? null;
  if (recorder !== null && !isObject(recorder)) {
    return unreadable(raw, recordingId, "recorded_by: neither an object nor null");
  }
  const details = meetingDetailsSchema.safeParse(raw);
  if (!details.success) return unreadable(raw, recordingId, issueOf(details.error.issues[0]?.path));
  const meeting = details.data;
  const startedAt = meeting.recording_start_time ?? meeting.scheduled_start_time ?? meeting.created_at;
  if (startedAt === null) {
    return unreadable(raw, recordingId, "recording_start_time: no usable time, nor in its stand-ins");
  }
  const language = meeting.transcript_language;
  return {
    ok: true,
    recording: {
      recordingId,
      title: meeting.title ?? meeting.meeting_title,
      meetingTitle: meeting.meeting_title,
      url: meeting.url,
      shareUrl: meeting.share_url,
      createdAt: meeting.created_at,
      startedAt,
      endedAt: meeting.recording_end_time,
      scheduledStartAt: meeting.scheduled_start_time,
      scheduledEndAt: meeting.scheduled_end_time,
      isExternal: readKind(meeting.calendar_invitees_domains_type, meeting.calendar_invitees ?? []),
      language: language?.toLowerCase() === "unknown" ? null : language,
      recorder: recorder === null ? null : recorderSchema.parse(recorder),
      invitees: meeting.calendar_invitees ?? [],
      summary: meeting.default_summary,
      actionItems: meeting.action_items,
      transcript: parseTranscript(raw.transcript),
    },
  };
}

/** A positive 64-bit id from a number or a string of digits; null for one that JavaScript may have rounded. */
export function parseRecordingId(value: unknown): bigint | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? BigInt(value) : null;
  if (typeof value !== "string" || !/^\d{1,19}$/.test(value.trim())) return null;
  const id = BigInt(value.trim());
  return id > 0n && id <= MAX_ID ? id : null;
}

/** Of a recording without a calendar event Fathom says "only_internal", though it knows of nobody who was there. */
function readKind(domainsType: string | null, invitees: readonly unknown[]): boolean | null {
  if (domainsType === "one_or_more_external") return true;
  return domainsType === "only_internal" && invitees.length > 0 ? false : null;
}

function unreadable(raw: unknown, recordingId: bigint | null, issue: string): MeetingItem {
  return { ok: false, recordingId, issue, raw: cleanJson(raw) };
}

function issueOf(path: PropertyKey[] | undefined): string {
  return `${(path ?? []).map(String).join(".").slice(0, 100) || "meeting"}: unreadable`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
