import { type Db } from "@koppeling/db/create-db";
import { type SandboxRecording } from "@koppeling/sandbox/world";

/** What Fathom could have shown from a moment on. */
export type Sighting = { at: Date; recordings: readonly SandboxRecording[] };

/**
 * What a run that moves the watermark says it has walked, it has seen: every recording of its window that Fathom had
 * when the run was asked for stands in the ledger. Later walks would heal a gap, so this is asked before them.
 * @param sightings oldest first
 * @returns every breach, in words
 */
export async function checkWindows(db: Db, sightings: readonly Sighting[]): Promise<string[]> {
  const runs = await db.prisma.syncRun.findMany({
    where: {
      kind: { in: ["incremental", "window"] },
      salesRepId: null,
      status: { in: ["succeeded", "partial"] },
    },
  });
  const ledger = new Set(
    (await db.prisma.recording.findMany({ select: { recordingId: true } })).map((row) => row.recordingId),
  );
  return runs.flatMap((run) => {
    const shown = sightings.findLast(({ at }) => at <= run.createdAt)?.recordings ?? [];
    return shown
      .filter(({ createdAt }) => createdAt >= run.windowFrom && createdAt <= run.windowTo)
      .filter(({ recordingId }) => !ledger.has(recordingId))
      .map(({ recordingId }) => `${recordingId}: run ${run.id} ended ${run.status} without having seen it`);
  });
}
