import { z } from "zod";
import { SYSTEM } from "../../context";
import { type Deps } from "../../deps";
import { defineJob } from "../../job";
import { writeAudit } from "../audit/write-audit";
import { SYNC_REQUESTED } from "./hold-lease";
import { loadRunFigures } from "./load-run-result";
import { changeRun } from "./run-transitions";

/** What the engine tells of a run of a function that was cancelled there, whichever function it was. */
const eventData = z.object({
  run_id: z.string(),
  event: z.object({ name: z.string(), data: z.object({ runId: z.uuid().optional() }).optional() }),
});

/** A sync that is cancelled at the engine has ended here too: the next one need not wait for its lease. */
export const noteCancelledJob = defineJob({
  id: "note-cancelled",
  triggers: () => [{ event: "inngest/function.cancelled" }],
  retries: 4,
  handler: async ({ event, step, deps, log }) => {
    const { data } = eventData.safeParse(event.data);
    if (!data) return { ended: false };
    return await step.run("end-run", async () => {
      const runId = await endAtEngine(deps, data);
      if (runId !== null) log.info({ runId, cancelled: data.run_id }, "a run was cancelled at the engine");
      return { ended: runId !== null, ...(runId && (await loadRunFigures(deps, runId))) };
    });
  },
});

/** @returns the run that has ended; null when none was worked on by that run of the engine */
async function endAtEngine(deps: Deps, cancelled: z.infer<typeof eventData>): Promise<string | null> {
  const { run_id: jobRun, event } = cancelled;
  // A rerun works on another run than the one in its event.
  const held = await deps.db.prisma.syncRun.findFirst({
    where: { jobRun, status: { in: ["queued", "running"] } },
    select: { id: true },
  });
  const runId = held?.id ?? (event.name === SYNC_REQUESTED ? event.data?.runId : undefined);
  if (runId === undefined || !(await changeRun(deps.db.pool, "cancelAtEngine", { runId, jobRun })))
    return null;
  await writeAudit(deps, deps.db.prisma, SYSTEM, {
    action: "sync.cancel",
    subject: runId,
    details: { jobRun },
  });
  return runId;
}
