import { type Prisma } from "@koppeling/db/prisma";
import { z } from "zod";
import { actionItemSchema, type CallItem, inviteeSchema } from "./call-schemas";

const AWAIT_CONTENT_MS = 24 * 3_600_000;
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
} satisfies Prisma.CallSelect;

type CallRow = Prisma.CallGetPayload<{ select: typeof callItemSelect }>;

export function toCallItem(row: CallRow, now: Date): CallItem {
  const { recordingId, summaryHash, actionItems, endedAt, ...call } = row;
  const invitees = z.array(inviteeSchema).catch([]).parse(row.invitees);
  const ended = endedAt ?? row.startedAt;
  return {
    ...call,
    recordingId: recordingId.toString(),
    invitees: invitees.slice(0, LISTED_INVITEES).map(({ name, email }) => ({ name, email })),
    inviteeCount: invitees.length,
    hasSummary: summaryHash !== null,
    actionItemCount: z.array(actionItemSchema).catch([]).parse(actionItems).length,
    contentAwaited:
      (!row.hasTranscript || summaryHash === null) && now.getTime() - ended.getTime() < AWAIT_CONTENT_MS,
  };
}
