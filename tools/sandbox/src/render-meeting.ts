import type { SandboxContent, SandboxRecording } from "./world";

export type Includes = { transcript: boolean; summary: boolean; actionItems: boolean; crmMatches: boolean };

export const NO_INCLUDES: Includes = {
  transcript: false,
  summary: false,
  actionItems: false,
  crmMatches: false,
};

/**
 * A meeting as Fathom would answer it, as JSON text: text, because an id beyond 2^53 has to come out in full. What is
 * asked for but not there yet is null; what is not asked for is absent.
 */
export function renderMeeting(recording: SandboxRecording, includes: Includes, now: Date): string {
  const content = isContentReady(recording, now) ? recording.content() : null;
  const isExternal = recording.invitees.some((person) => person.isExternal);
  const rest = {
    title: recording.title,
    meeting_title: recording.meetingTitle,
    meeting_type: null,
    url: `https://fathom.video/calls/${recording.callNumber}`,
    meeting_url: recording.meetingTitle === null ? null : `https://meet.example/${recording.callNumber}`,
    share_url: `https://fathom.video/share/${shareToken(recording)}`,
    created_at: isoSeconds(recording.createdAt),
    scheduled_start_time: isoSeconds(recording.scheduledStartAt),
    scheduled_end_time: isoSeconds(recording.scheduledEndAt),
    recording_start_time: isoSeconds(recording.startedAt),
    recording_end_time: isoSeconds(recording.endedAt),
    calendar_invitees_domains_type: isExternal ? "one_or_more_external" : "only_internal",
    shared_with: recording.recordedBy.team === null ? "no_teams" : "single_team",
    transcript_language: recording.language,
    calendar_invitees: recording.invitees.map((person) => ({
      name: person.name,
      email: person.email,
      email_domain: domainOf(person.email),
      is_external: person.isExternal,
      ...(includes.transcript ? { matched_speaker_display_name: person.name } : {}),
    })),
    recorded_by: { ...recording.recordedBy, email_domain: domainOf(recording.recordedBy.email) },
    ...(includes.summary ? { default_summary: content ? renderSummary(content) : null } : {}),
    ...(includes.actionItems ? { action_items: content ? renderActionItems(recording, content) : null } : {}),
    ...(includes.crmMatches ? { crm_matches: { error: "No CRM is connected" } } : {}),
  };
  const transcript = includes.transcript ? `"transcript":${content ? transcriptText(content) : "null"},` : "";
  return `{"recording_id":${recording.recordingId},${transcript}${JSON.stringify(rest).slice(1)}`;
}

/** Whether transcript, summary and action items are there: some minutes after the call. */
export function isContentReady(recording: SandboxRecording, now: Date): boolean {
  return recording.contentReadyAt !== null && recording.contentReadyAt <= now;
}

export function renderTranscript(content: SandboxContent): unknown[] {
  return content.transcript.map((line) => ({
    speaker: { display_name: line.speaker, matched_calendar_invitee_email: line.email },
    text: line.text,
    timestamp: clockOf(line.seconds),
  }));
}

const transcriptTexts = new WeakMap<SandboxContent, string>();

/** Kept once made: a bench is there to measure the client, not the sandbox. */
function transcriptText(content: SandboxContent): string {
  const text = transcriptTexts.get(content) ?? JSON.stringify(renderTranscript(content));
  transcriptTexts.set(content, text);
  return text;
}

export function renderSummary(content: SandboxContent): unknown {
  if (content.summary === null) return null;
  return { template_name: content.summary.template, markdown_formatted: content.summary.markdown };
}

function renderActionItems(recording: SandboxRecording, content: SandboxContent): unknown[] {
  return content.actionItems.map((item) => ({
    description: item.description,
    user_generated: item.userGenerated,
    completed: item.completed,
    recording_timestamp: clockOf(item.seconds),
    recording_playback_url: `https://fathom.video/calls/${recording.callNumber}?timestamp=${item.seconds}`,
    assignee: item.assignee,
  }));
}

/** Without milliseconds, as Fathom writes its times. */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

function clockOf(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}

function domainOf(email: string | null): string | null {
  return email?.split("@")[1]?.toLowerCase() ?? null;
}

function shareToken(recording: SandboxRecording): string {
  return Buffer.from(`share-${recording.callNumber}`).toString("base64url");
}
