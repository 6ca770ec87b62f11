import { z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { actionItemSchema, type CallDetail, inviteeSchema } from "./call-schemas";
import { callQuestionSchema } from "./list-questions";
import { loadHistory } from "./load-history";
import { callItemSelect, toCallItem } from "./to-call-item";
import { decodeTranscript } from "../recordings/transcript-lines";

/** One call with all its content. @throws AppError `not_found` */
export async function loadCall(deps: Deps, id: string): Promise<CallDetail> {
  const row = await deps.db.prisma.call.findUnique({
    where: { id },
    select: {
      ...callItemSelect,
      meetingTitle: true,
      url: true,
      shareUrl: true,
      recorderName: true,
      recorderEmail: true,
      summary: true,
      summaryTemplate: true,
      createdAt: true,
      updatedAt: true,
      matchedBy: true,
      question: true,
      questionRep: { select: { id: true, name: true, archivedAt: true } },
      runId: true,
      contentPrunedAt: true,
      transcript: { select: { lines: true } },
      content: { select: { state: true, nextAt: true } },
    },
  });
  if (!row) throw new AppError("not_found");
  const {
    transcript,
    runId,
    meetingTitle,
    url,
    shareUrl,
    recorderName,
    recorderEmail,
    summary,
    summaryTemplate,
    matchedBy,
    question,
    questionRep,
    ...item
  } = row;
  const run = runId
    ? await deps.db.prisma.syncRun.findUnique({
        where: { id: runId },
        select: { id: true, trigger: true, createdAt: true },
      })
    : null;
  return {
    ...toCallItem(item),
    meetingTitle,
    url,
    shareUrl,
    endedAt: row.endedAt,
    recorderName,
    recorderEmail,
    summary,
    summaryTemplate,
    matchedBy,
    question: callQuestionSchema.nullable().parse(
      question && {
        reason: question,
        salesRep: questionRep && { ...questionRep, archived: questionRep.archivedAt !== null },
      },
    ),
    contentPrunedAt: row.contentPrunedAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    run,
    history: await loadHistory(deps, { id, recordingId: row.recordingId }),
    contentNextAt: row.content?.nextAt ?? null,
    invitees: z.array(inviteeSchema).catch([]).parse(row.invitees),
    actionItems: z.array(actionItemSchema).nullable().catch(null).parse(row.actionItems),
    transcript: transcript ? decodeTranscript(transcript.lines) : null,
  };
}
