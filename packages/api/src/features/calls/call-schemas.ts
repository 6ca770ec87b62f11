import { z } from "zod";
import { inputInstant, inputText } from "../../input-text";
import { OUTCOMES } from "../../reasons";
import { callQuestionSchema } from "./list-questions";

export const callFilterSchema = z.object({
  /** Words, or parts of them, that stand in title, summary or transcript. */
  q: inputText().max(200).optional(),
  salesRepId: z.uuid().optional(),
  from: inputInstant().optional(),
  to: inputInstant().optional(),
  team: inputText().max(300).optional(),
  /** Null: those of which it is not known, for one because they belong to no calendar event. */
  external: z.boolean().nullable().optional(),
  hasTranscript: z.boolean().optional(),
  /** Only calls that Fathom is still asked for transcript or summary of. */
  awaited: z.literal(true).optional(),
  /** Only calls of which the rules say something else than that they are their rep's. */
  asked: z.literal(true).optional(),
});

/** `longest`: those of unknown length last. */
export const callSortSchema = z.enum(["newest", "oldest", "longest"]);
export type CallSort = z.infer<typeof callSortSchema>;

const person = z.object({ name: z.string().nullable(), email: z.string().nullable() });

const callItemSchema = z.object({
  id: z.string(),
  recordingId: z.string(),
  title: z.string(),
  startedAt: z.date(),
  durationSeconds: z.number().nullable(),
  /** Fathom gave an end that cannot be: before the start, or more than a day after it. Then the length is unknown. */
  durationFault: z.boolean(),
  salesRep: z.object({ id: z.string(), name: z.string() }),
  team: z.string().nullable(),
  isExternal: z.boolean().nullable(),
  /** The first four. */
  invitees: z.array(person),
  inviteeCount: z.number(),
  hasTranscript: z.boolean(),
  hasSummary: z.boolean(),
  actionItemCount: z.number(),
  /** `given_up`: asked for eight times in a day and a half; a later listing that has it still fills it. */
  contentState: z.enum(["awaited", "complete", "given_up"]),
  /** Fathom writes transcript and summary some minutes after a call; it is still asked for them. */
  contentAwaited: z.boolean(),
  language: z.string().nullable(),
});

/** Where a search was found: plain text, the places in it as start and end, and of a transcript who says it and when. */
const matchSchema = z.object({
  text: z.string(),
  ranges: z.array(z.tuple([z.number(), z.number()])),
  where: z.enum(["title", "summary", "transcript"]),
  speaker: z.string().nullable(),
  seconds: z.number().nullable(),
});

export const listedCallSchema = callItemSchema.extend({ match: matchSchema.nullable() });

export const actionItemSchema = z.object({
  description: z.string(),
  completed: z.boolean(),
  userGenerated: z.boolean(),
  timestamp: z.string().nullable(),
  playbackUrl: z.string().nullable(),
  assigneeName: z.string().nullable(),
  assigneeEmail: z.string().nullable(),
});

const transcriptLineSchema = z.object({
  speaker: z.string(),
  email: z.string().nullable(),
  text: z.string(),
  /** From the start of the recording. */
  seconds: z.number().nullable(),
});

export const inviteeSchema = person.extend({ isExternal: z.boolean().nullable() });

/** What happened to a recording, oldest first. */
export const historySchema = z.array(
  z.object({
    at: z.date(),
    kind: z.enum([...OUTCOMES, "linked", "unlinked"]),
    /** What started the run, or `webhook`; null for what a person did. */
    trigger: z.string().nullable(),
    runId: z.string().nullable(),
    /** Why it was skipped or could not be stored. */
    reason: z.string().nullable(),
    /** Who linked it by hand or gave it back to the rules, and whose it became. */
    by: z.string().nullable(),
    rep: z.string().nullable(),
  }),
);

export const callSchema = callItemSchema.extend({
  meetingTitle: z.string().nullable(),
  url: z.string().nullable(),
  shareUrl: z.string().nullable(),
  endedAt: z.date().nullable(),
  recorderName: z.string().nullable(),
  recorderEmail: z.string(),
  /** Markdown. */
  summary: z.string().nullable(),
  summaryTemplate: z.string().nullable(),
  actionItems: z.array(actionItemSchema).nullable(),
  transcript: z.array(transcriptLineSchema).nullable(),
  /** When what was said, and who took part, was removed for its age. */
  contentPrunedAt: z.date().nullable(),
  invitees: z.array(inviteeSchema),
  createdAt: z.date(),
  updatedAt: z.date(),
  matchedBy: z.enum(["email", "alias", "manual"]),
  question: callQuestionSchema.nullable(),
  /** The run that brought or last changed it. */
  run: z.object({ id: z.string(), trigger: z.string(), createdAt: z.date() }).nullable(),
  history: historySchema,
  /** Of a call whose content is awaited: when Fathom is asked for it next. */
  contentNextAt: z.date().nullable(),
});

export type CallItem = z.infer<typeof callItemSchema>;
export type ListedCall = z.infer<typeof listedCallSchema>;
export type CallDetail = z.infer<typeof callSchema>;
