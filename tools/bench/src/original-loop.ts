import { type MeetingItem } from "@koppeling/fathom/client";
import { type Deps } from "@koppeling/api/deps";

/**
 * The loop of the original design: matchSalesRep, checkCallExists, storeCall. It knew one table of calls, so the
 * transcript goes into a column of the same insert, and there is no ledger to point to.
 */
export async function originalLoop(deps: Deps, items: readonly MeetingItem[]): Promise<void> {
  const { prisma, pool } = deps.db;
  await pool.query("ALTER TABLE calls DROP CONSTRAINT calls_recording_id_fkey");
  for (const item of items) {
    if (!item.ok) continue;
    const { recording } = item;
    const email = recording.recorder?.email ?? "";
    const rep = await prisma.salesRep.findUnique({ where: { email } });
    if (!rep || rep.archivedAt) continue;
    const exists = await prisma.call.findUnique({
      where: { recordingId: recording.recordingId },
      select: { id: true },
    });
    if (exists) continue;
    await prisma.call.create({
      data: {
        recordingId: recording.recordingId,
        salesRepId: rep.id,
        matchedBy: "email",
        title: recording.title ?? "",
        meetingTitle: recording.meetingTitle,
        url: recording.url,
        shareUrl: recording.shareUrl,
        recorderEmail: email,
        recorderName: recording.recorder?.name ?? null,
        team: recording.recorder?.team ?? null,
        startedAt: recording.startedAt,
        endedAt: recording.endedAt,
        isExternal: recording.isExternal,
        language: recording.language,
        invitees: recording.invitees,
        summary: recording.summary?.markdown ?? null,
        actionItems: recording.transcript ?? [],
        hasTranscript: true,
        detailsHash: "",
        observedAt: new Date(),
      },
    });
  }
}
