import { type Prisma } from "@koppeling/db/prisma";
import { z } from "zod";
import { actionItemSchema, type CallItem, inviteeSchema } from "./call-schemas";

const LISTED_INVITEES = 4;

/** Picked column by column: a list never carries a transcript, and a new column never leaks. */
export const callItemSelect = {
  id: true,
  recordingId: true,
  title: true,
  startedAt: true,
  endedAt: true,
  durationSeconds: true,
  salesRep: { select: { id: true, name: true } },
  team: true,
  isExternal: true,
  invitees: true,
  hasTranscript: true,
  summaryHash: true,
  actionItems: true,
  language: true,
  content: { select: { state: true } },
} satisfies Prisma.CallSelect;

type CallRow = Prisma.CallGetPayload<{ select: typeof callItemSelect }>;

export function toCallItem(row: CallRow): CallItem {
  const { recordingId, summaryHash, actionItems, content, endedAt, ...call } = row;
  const invitees = z.array(inviteeSchema).catch([]).parse(row.invitees);
  // Only a call that came without content has a state of its own.
  const contentState = content?.state ?? "complete";
  return {
    ...call,
    durationFault: endedAt !== null && call.durationSeconds === null,
    recordingId: recordingId.toString(),
    invitees: invitees.slice(0, LISTED_INVITEES).map(({ name, email }) => ({ name, email })),
    inviteeCount: invitees.length,
    hasSummary: summaryHash !== null,
    actionItemCount: z.array(actionItemSchema).catch([]).parse(actionItems).length,
    contentState,
    contentAwaited: contentState === "awaited",
  };
}
