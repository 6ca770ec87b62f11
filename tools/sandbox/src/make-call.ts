import { composeSummary } from "./compose-summary";
import { type Conversation, composeTranscript } from "./compose-transcript";
import { DEMO_COMPANIES } from "./demo-companies";
import { createRandom } from "./random";
import type { SandboxContent, SandboxMember, SandboxRecording } from "./world";

/** What may be said of a call that is added or edited; the rest is made up, or stays as it was. */
export type CallPatch = Partial<Omit<SandboxRecording, "content" | "version" | "recordedBy">> &
  Partial<SandboxContent> & { recordedBy?: { email: string; name?: string; team?: string | null } };

let lastId = 0n;

/**
 * A new call that has just ended, whose content is there at once unless `contentReadyAt` says otherwise. Its id
 * follows from the clock, so that an id is not used again after a restart.
 */
export function makeCall(patch: CallPatch, now: Date, members: readonly SandboxMember[]): SandboxRecording {
  const recordingId = patch.recordingId ?? nextId(now);
  const random = createRandom("added", String(recordingId));
  const company = random.pick(DEMO_COMPANIES);
  const endedAt = patch.endedAt ?? patch.createdAt ?? now;
  const startedAt = patch.startedAt ?? new Date(endedAt.getTime() - 25 * 60_000);
  const member = members.find(({ email }) => email === patch.recordedBy?.email?.toLowerCase());
  const chosen = patch.recordedBy ?? members[0] ?? { email: "recorder@zonnewende.example" };
  const recordedBy = {
    email: chosen.email,
    name: chosen.name ?? member?.name ?? chosen.email,
    team: chosen.team === undefined ? (member?.team ?? null) : chosen.team,
  };
  const invitees = patch.invitees ?? [
    { name: recordedBy.name, email: recordedBy.email, isExternal: false },
    ...company.contacts.map((contact) => ({ ...contact, isExternal: true })),
  ];
  const title = patch.title ?? `Kennismaking – ${company.name}`;
  const callNumber = patch.callNumber ?? 300_000_000 + Number(recordingId % 500_000_000n);
  const call: Conversation = {
    language: patch.language ?? company.language,
    isInternal: !invitees.some((person) => person.isExternal),
    recorder: recordedBy,
    others: invitees.filter((person) => person.email !== recordedBy.email),
    company: company.name,
    city: company.city,
    durationSeconds: Math.max(60, (endedAt.getTime() - startedAt.getTime()) / 1000),
  };
  const made: SandboxContent = {
    transcript: composeTranscript(random, call),
    ...composeSummary(random, { ...call, title, callNumber, hasSummary: true }),
  };
  const content = mergeContent(made, patch);
  return {
    recordingId,
    callNumber,
    title,
    meetingTitle: patch.meetingTitle === undefined ? title : patch.meetingTitle,
    scheduledStartAt: patch.scheduledStartAt ?? startedAt,
    scheduledEndAt: patch.scheduledEndAt ?? endedAt,
    startedAt,
    endedAt,
    createdAt: patch.createdAt ?? now,
    contentReadyAt: patch.contentReadyAt === undefined ? (patch.createdAt ?? now) : patch.contentReadyAt,
    language: call.language,
    recordedBy,
    invitees,
    content: () => content,
    version: 1,
  };
}

/** The same call, changed, as its next version. */
export function editCall(recording: SandboxRecording, patch: CallPatch): SandboxRecording {
  const { transcript, summary, actionItems, recordedBy, ...fields } = patch;
  const content = () => mergeContent(recording.content(), patch);
  const hasNewContent = [transcript, summary, actionItems].some((part) => part !== undefined);
  return {
    ...recording,
    ...fields,
    recordingId: recording.recordingId,
    recordedBy: { ...recording.recordedBy, ...recordedBy },
    content: hasNewContent ? content : recording.content,
    version: recording.version + 1,
  };
}

function mergeContent(content: SandboxContent, patch: Partial<SandboxContent>): SandboxContent {
  return {
    transcript: patch.transcript ?? content.transcript,
    summary: patch.summary === undefined ? content.summary : patch.summary,
    actionItems: patch.actionItems ?? content.actionItems,
  };
}

function nextId(now: Date): bigint {
  const fromClock = BigInt(now.getTime()) * 100n;
  lastId = fromClock > lastId ? fromClock : lastId + 1n;
  return lastId;
}
