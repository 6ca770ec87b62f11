import { z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { decodeTranscript } from "../recordings/transcript-lines";
import { actionItemSchema, type CallDetail, type historySchema, inviteeSchema } from "./call-schemas";
import { callQuestionSchema } from "./list-questions";
import { callItemSelect, toCallItem } from "./to-call-item";

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

type History = z.infer<typeof historySchema>;

/** A call has been seen by so many runs at most that did something with it; more is no story. */
const SHOWN = 50;

/**
 * What became of a recording since it was first seen, oldest first: what runs and webhooks did with it as far as their
 * accounts are kept, and by whom it was given to a rep by hand.
 */
async function loadHistory(deps: Deps, call: { id: string; recordingId: bigint }): Promise<History> {
  const { rows } = await deps.db.pool.query<History[number]>(
    `SELECT at, kind, trigger, "runId", reason, by, rep FROM (
       SELECT s.seen_at AS at, s.outcome::text AS kind, r.trigger::text AS trigger, r.id AS "runId",
         CASE WHEN s.reason <> 'unchanged' THEN s.reason END AS reason, NULL AS by, NULL AS rep
       FROM sync_run_recordings s JOIN sync_runs r ON r.id = s.run_id
       WHERE s.recording_id = $1 AND s.reason IS DISTINCT FROM 'unchanged'
       UNION ALL
       SELECT processed_at, outcome, 'webhook', NULL, NULL, NULL, NULL FROM webhook_events
       WHERE recording_id = $1 AND processed_at IS NOT NULL AND outcome IN ('imported', 'updated')
       UNION ALL
       SELECT a.created_at, CASE a.action WHEN 'call.link' THEN 'linked' ELSE 'unlinked' END, NULL, NULL, NULL,
         u.name, a.details->>'rep'
       FROM audit_logs a LEFT JOIN users u ON u.id = a.user_id
       WHERE a.subject = $2 AND a.action IN ('call.link', 'call.unlink')
       ORDER BY at DESC LIMIT ${SHOWN}
     ) story ORDER BY at`,
    [call.recordingId.toString(), call.id],
  );
  return rows;
}
