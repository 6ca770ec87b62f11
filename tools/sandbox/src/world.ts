export type SandboxPerson = { name: string | null; email: string | null; isExternal: boolean };
export type SandboxLine = { speaker: string; email: string | null; text: string; seconds: number };
export type SandboxActionItem = {
  description: string;
  completed: boolean;
  userGenerated: boolean;
  seconds: number;
  assignee: { name: string | null; email: string | null; team: string | null };
};
export type SandboxContent = {
  transcript: SandboxLine[];
  /** Null: a summary that never comes. */
  summary: { template: string | null; markdown: string } | null;
  actionItems: SandboxActionItem[];
};

/** A recording as the sandbox holds it; `render-meeting.ts` turns it into what Fathom would answer. */
export type SandboxRecording = {
  recordingId: bigint;
  /** The number in the URL: another one than the id, as in Fathom. */
  callNumber: number;
  title: string;
  meetingTitle: string | null;
  scheduledStartAt: Date;
  scheduledEndAt: Date;
  startedAt: Date;
  endedAt: Date;
  /** From this moment on the recording is in the list. */
  createdAt: Date;
  /** From this moment on transcript, summary and action items are there; null: never. */
  contentReadyAt: Date | null;
  language: string;
  recordedBy: { name: string; email: string; team: string | null };
  invitees: SandboxPerson[];
  /** Made when it is asked for, so that a world of 100,000 recordings fits in memory. */
  content: () => SandboxContent;
  /** 1, and one more with every edit. */
  version: number;
};

export type SandboxTeam = { name: string; createdAt: Date };
export type SandboxMember = { name: string; email: string; team: string | null; createdAt: Date };

/** What a sandbox holds. Every question takes the moment at which it is asked. */
export type SandboxWorld = {
  teams: SandboxTeam[];
  members: SandboxMember[];
  /** Everything in the list at that moment, newest start first. The array is the same one until it changes. */
  list(now: Date): readonly SandboxRecording[];
  find(recordingId: bigint, now: Date): SandboxRecording | null;
  /** Adds a recording, or puts it in the place of the one with its id. */
  put(recording: SandboxRecording): void;
  remove(recordingId: bigint): void;
};
