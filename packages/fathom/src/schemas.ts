import { z } from "zod";
import { cleanText } from "./clean-text";
import { parseInstant } from "./parse-instant";

const MAX_TITLE = 500;
const MAX_NAME = 300;
const MAX_EMAIL = 320;
const MAX_URL = 2048;
const MAX_SUMMARY = 1024 * 1024;
const MAX_DESCRIPTION = 5000;

export type RecordingSummary = { markdown: string; template: string | null };
export type Recorder = { name: string | null; email: string | null; team: string | null };
export type Invitee = { name: string | null; email: string | null; isExternal: boolean | null };
export type ActionItem = {
  description: string;
  completed: boolean;
  userGenerated: boolean;
  /** "HH:MM:SS" from the start of the recording, as Fathom gave it. */
  timestamp: string | null;
  playbackUrl: string | null;
  assigneeName: string | null;
  assigneeEmail: string | null;
};
/** `speaker` is "" when Fathom gave none; `seconds` counts from the start of the recording. */
export type TranscriptLine = { speaker: string; email: string | null; text: string; seconds: number | null };

/**
 * One recording, normalized: every string cleaned and trimmed, e-mails as spelled, links http(s) only. For `summary`,
 * `actionItems` and `transcript` null means "not given", whether not asked for or not there yet; an empty transcript
 * and an empty summary count as not there yet, an empty list of action items does not.
 */
export type FathomRecording = {
  recordingId: bigint;
  title: string | null;
  meetingTitle: string | null;
  url: string | null;
  shareUrl: string | null;
  createdAt: Date | null;
  startedAt: Date;
  endedAt: Date | null;
  scheduledStartAt: Date | null;
  scheduledEndAt: Date | null;
  isExternal: boolean | null;
  language: string | null;
  recorder: Recorder | null;
  invitees: Invitee[];
  summary: RecordingSummary | null;
  actionItems: ActionItem[] | null;
  transcript: TranscriptLine[] | null;
};

export type FathomTeam = { name: string; createdAt: Date | null };
export type FathomTeamMember = { name: string | null; email: string | null; createdAt: Date | null };
export type FathomWebhook = {
  id: string;
  url: string | null;
  secret: string;
  createdAt: Date | null;
  triggeredFor: string[];
};

/** A number where a string belongs is read as one; any other type counts as absent. Trimmed, "" is null. */
export const text = (maxLength: number) =>
  z
    .union([z.string(), z.number()])
    .nullish()
    .catch(null)
    .transform((value) =>
      value === null || value === undefined ? null : cleanText(String(value), maxLength).trim() || null,
    );

const instant = z
  .unknown()
  .optional()
  .transform((value) => parseInstant(value));

const webLink = text(MAX_URL).transform((value) => (value !== null && isWebLink(value) ? value : null));

const flag = z.boolean().nullish().catch(null);

/** A list whose odd entries are dropped one by one; null when it is absent or not a list. */
const listOf = <Entry extends z.ZodType>(entry: Entry) =>
  z
    .array(z.unknown())
    .nullish()
    .catch(null)
    .transform((values) => {
      if (!values) return null;
      return values.flatMap((value) => {
        const result = entry.safeParse(value);
        return result.success ? [result.data] : [];
      });
    });

export const recorderSchema = z.object({
  name: text(MAX_NAME),
  email: text(MAX_EMAIL),
  team: text(MAX_NAME),
});

const inviteeSchema = z
  .object({ name: text(MAX_NAME), email: text(MAX_EMAIL), is_external: flag })
  .refine((invitee) => invitee.name !== null || invitee.email !== null)
  .transform(({ name, email, is_external }): Invitee => ({ name, email, isExternal: is_external ?? null }));

export const summarySchema = z
  .object({ markdown_formatted: text(MAX_SUMMARY), template_name: text(MAX_NAME) })
  .nullish()
  .catch(null)
  .transform((summary): RecordingSummary | null => {
    if (!summary?.markdown_formatted) return null;
    return { markdown: summary.markdown_formatted, template: summary.template_name };
  });

const assigneeSchema = z
  .object({ name: text(MAX_NAME), email: text(MAX_EMAIL) })
  .nullish()
  .catch(null);

const actionItemSchema = z
  .object({
    description: text(MAX_DESCRIPTION),
    completed: flag,
    user_generated: flag,
    recording_timestamp: text(32),
    recording_playback_url: webLink,
    assignee: assigneeSchema,
  })
  .transform((item, context): ActionItem => {
    if (item.description === null) {
      context.addIssue("description is missing");
      return z.NEVER;
    }
    return {
      description: item.description,
      completed: item.completed === true,
      userGenerated: item.user_generated === true,
      timestamp: item.recording_timestamp,
      playbackUrl: item.recording_playback_url,
      assigneeName: item.assignee?.name ?? null,
      assigneeEmail: item.assignee?.email ?? null,
    };
  });

/** The parts of a meeting that can never make it unreadable: each falls back to null or [] on its own. */
export const meetingDetailsSchema = z.object({
  title: text(MAX_TITLE),
  meeting_title: text(MAX_TITLE),
  url: webLink,
  share_url: webLink,
  created_at: instant,
  scheduled_start_time: instant,
  scheduled_end_time: instant,
  recording_start_time: instant,
  recording_end_time: instant,
  calendar_invitees_domains_type: text(100),
  transcript_language: text(100),
  calendar_invitees: listOf(inviteeSchema),
  default_summary: summarySchema,
  action_items: listOf(actionItemSchema),
});

/** A cursor goes back in the address of the next request, which servers and proxies bound at some 8 kB. */
const MAX_CURSOR_LENGTH = 4_096;

/** What every list answers. Only this envelope is strict: without it there is no telling where the list ends. */
export const pageSchema = z.object({
  items: z.array(z.unknown()),
  next_cursor: z.string().max(MAX_CURSOR_LENGTH).nullish(),
});

const named = z.object({ name: text(MAX_NAME), email: text(MAX_EMAIL), created_at: instant });

export const teamsSchema = listOf(
  named.transform(({ name, created_at }, context): FathomTeam => {
    if (name !== null) return { name, createdAt: created_at };
    context.addIssue("name is missing");
    return z.NEVER;
  }),
);

export const teamMembersSchema = listOf(
  named
    .refine((member) => member.name !== null || member.email !== null)
    .transform(({ name, email, created_at }): FathomTeamMember => ({ name, email, createdAt: created_at })),
);

export const webhookSchema = z
  .object({
    id: z.union([z.string(), z.number()]).transform(String),
    secret: z.string().min(1),
    url: webLink,
    created_at: instant,
    triggered_for: listOf(z.string()),
  })
  .transform(
    ({ created_at, triggered_for, ...rest }): FathomWebhook => ({
      ...rest,
      createdAt: created_at,
      triggeredFor: triggered_for ?? [],
    }),
  );

function isWebLink(value: string): boolean {
  return /^https?:\/\/\S+$/i.test(value) && URL.canParse(value);
}
