import { hash } from "node:crypto";
import { type MeetingItem } from "@koppeling/fathom/client";
import { parseInstant } from "@koppeling/fathom/parse-instant";
import { type FathomRecording } from "@koppeling/fathom/schemas";
import { joinJson } from "../../join-json";
import { outlineItem } from "./outline-item";
import { normalizeEmail } from "../../normalize-email";
import { type Decision, type LEDGER_REASONS } from "../../reasons";
import { decideRecording, type MatchedCall, type Matching } from "../matching/decide-recording";
import { encodeTranscript } from "./transcript-lines";

/** What store-recordings writes of one recording; the keys of its parts are columns. */
export type RecordingRow = {
  ledger: LedgerColumns;
  call: { details: CallDetails; content: CallContent } | null;
  /** JSON in one line. */
  transcript: string | null;
};

type LedgerColumns = {
  recording_id: string;
  decision: Decision;
  reason: Exclude<(typeof LEDGER_REASONS)[number], "not_fetched"> | null;
  sales_rep_id: string | null;
  recorder_email: string | null;
  recorder_name: string | null;
  recorder_team: string | null;
  recorded_at: string | null;
  fathom_created_at: string | null;
  content_hash: string | null;
  raw: unknown;
  error_message: string | null;
};

type CallDetails = {
  title: string;
  meeting_title: string | null;
  url: string | null;
  share_url: string | null;
  started_at: string;
  ended_at: string | null;
  duration_seconds: number | null;
  scheduled_start_at: string | null;
  scheduled_end_at: string | null;
  is_external: boolean | null;
  language: string | null;
  invitees: FathomRecording["invitees"];
};

export type CallContent = {
  matched_by: MatchedCall["matchedBy"];
  matched_email: string | null;
  /** The rules would skip it; it is stored because it is a call here, and only as long as it is one. */
  ruled_out: boolean;
  summary: string | null;
  summary_template: string | null;
  action_items: FathomRecording["actionItems"];
  details_hash: string;
  summary_hash: string | null;
  action_items_hash: string | null;
  transcript_hash: string | null;
};

/** A call without any title in Fathom. */
const UNTITLED = "Call zonder titel";

/** A recording that is a call here, and who Fathom last said had recorded it. */
export type KnownCall = {
  salesRepId: string;
  matchedBy: MatchedCall["matchedBy"];
  recorder: { email: string; name: string | null; team: string | null };
};

/**
 * Decides a page's items and shapes them for the tables; the same recording twice becomes one row. Pure.
 * @param calls those of the items that are calls here already, by recording id (see decide-items.ts)
 */
export function prepareRecordings(
  items: readonly MeetingItem[],
  matching: Matching,
  calls: ReadonlyMap<string, KnownCall>,
): RecordingRow[] {
  const rows = new Map<string, RecordingRow>();
  for (const item of items) {
    const row = item.ok
      ? prepareRecording(item.recording, matching, calls.get(item.recording.recordingId.toString()) ?? null)
      : prepareUnreadable(item);
    const id = row.ledger.recording_id;
    const known = rows.get(id);
    if (!known || known.ledger.decision === "error") rows.set(id, row);
  }
  // One order for every writer, so that two of them never wait for each other.
  return [...rows.values()].sort((a, b) =>
    BigInt(a.ledger.recording_id) < BigInt(b.ledger.recording_id) ? -1 : 1,
  );
}

/** What is a call here stays one, and gets what Fathom shows of it, whatever the rules say of its recorder now. */
function prepareRecording(
  recording: FathomRecording,
  matching: Matching,
  call: KnownCall | null,
): RecordingRow {
  // A call whose recorder Fathom names no more keeps the one that it had.
  const recorder = call && !recording.recorder?.email ? call.recorder : recording.recorder;
  const decision = decideRecording(recorder, matching);
  const match = decision.decision === "imported" ? decision : call;
  const seen = {
    recording_id: recording.recordingId.toString(),
    sales_rep_id: match ? match.salesRepId : decision.salesRepId,
    recorder_email: recorder?.email ?? null,
    recorder_name: recorder?.name ?? null,
    recorder_team: recorder?.team ?? null,
    recorded_at: recording.startedAt.toISOString(),
    fathom_created_at: recording.createdAt?.toISOString() ?? null,
    raw: null,
    error_message: null,
  };
  if (match === null) {
    // Other people's conversations are none of our business: who and when, and nothing of what was said.
    const ledger = {
      ...seen,
      decision: "skipped" as const,
      reason: decision.decision === "skipped" ? decision.reason : null,
      content_hash: hashOf(seen),
    };
    return { ledger, call: null, transcript: null };
  }
  const details = toDetails(recording);
  const detailsHash = hashText(joinJson({ ...seen, sales_rep_id: undefined }, details));
  const transcript = recording.transcript ? encodeTranscript(recording.transcript) : null;
  const ledger = { ...seen, decision: "imported" as const, reason: null, content_hash: detailsHash };
  const content: CallContent = {
    matched_by: match.matchedBy,
    matched_email: recorder?.email ? normalizeEmail(recorder.email) : null,
    ruled_out: decision.decision === "skipped",
    summary: recording.summary?.markdown ?? null,
    summary_template: recording.summary?.template ?? null,
    action_items: recording.actionItems,
    details_hash: detailsHash,
    summary_hash: recording.summary ? hashOf(recording.summary) : null,
    action_items_hash: recording.actionItems ? hashOf(recording.actionItems) : null,
    transcript_hash: transcript === null ? null : hashText(transcript),
  };
  return { ledger, call: { details, content }, transcript };
}

function toDetails(recording: FathomRecording): CallDetails {
  const { startedAt, endedAt } = recording;
  return {
    title: recording.title ?? recording.meetingTitle ?? UNTITLED,
    meeting_title: recording.meetingTitle,
    url: recording.url,
    share_url: recording.shareUrl,
    started_at: startedAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
    duration_seconds: readDuration(startedAt, endedAt),
    scheduled_start_at: recording.scheduledStartAt?.toISOString() ?? null,
    scheduled_end_at: recording.scheduledEndAt?.toISOString() ?? null,
    is_external: recording.isExternal,
    language: recording.language,
    invitees: recording.invitees,
  };
}

function prepareUnreadable(item: Extract<MeetingItem, { ok: false }>): RecordingRow {
  const text = JSON.stringify(item.raw) ?? "null";
  const ledger: LedgerColumns = {
    recording_id: (item.recordingId ?? idFromContent(text)).toString(),
    decision: "error",
    reason: "unreadable",
    sales_rep_id: null,
    recorder_email: null,
    recorder_name: null,
    recorder_team: null,
    recorded_at: null,
    fathom_created_at: readCreatedAt(item.raw)?.toISOString() ?? null,
    content_hash: hashText(text),
    raw: { item: outlineItem(item.raw) },
    error_message: item.issue,
  };
  return { ledger, call: null, transcript: null };
}

/** With its date an unreadable item can be asked for again, without walking everything. */
function readCreatedAt(raw: unknown): Date | null {
  return typeof raw === "object" && raw !== null && "created_at" in raw ? parseInstant(raw.created_at) : null;
}

/** An item without a readable id is still accounted for: under a negative number made of what it holds. */
function idFromContent(text: string): bigint {
  return -1n - (BigInt(`0x${hash("sha256", text, "hex").slice(0, 16)}`) >> 2n);
}

const hashOf = (value: unknown): string => hashText(JSON.stringify(value));
const hashText = (text: string): string => hash("sha256", text, "base64url").slice(0, 22);

/** Fathom ends a recording long before; the database has the same rule for whatever is written to it. */
export const MAX_DURATION_SECONDS = 86_400;

/**
 * How long a call took, in whole seconds.
 * @returns null when its end is not known, or lies before its start or more than a day after it, which is a fault of
 * the recording's times
 */
export function readDuration(startedAt: Date, endedAt: Date | null): number | null {
  if (endedAt === null) return null;
  const seconds = Math.round((endedAt.getTime() - startedAt.getTime()) / 1000);
  return seconds >= 0 && seconds <= MAX_DURATION_SECONDS ? seconds : null;
}
