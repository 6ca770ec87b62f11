import { z } from "zod";
import { defineJob, readEventData } from "../../job";
import { reopenEvent, WEBHOOK_RECEIVED } from "./event-store";
import { processWebhook } from "./process-webhook";

const eventData = z.object({ webhookId: z.string().min(1), resume: z.boolean().optional() });

/**
 * One delivery, from its stored body to the call; what it does depends on the delivery's row and on the event alone. A
 * rerun at the engine processes a delivery again that is done or parked.
 */
export const processWebhookJob = defineJob({
  id: "process-webhook",
  triggers: () => [{ event: WEBHOOK_RECEIVED }],
  retries: 3,
  handler: async ({ event, step, deps, jobRun }) => {
    const { webhookId, resume = false } = readEventData(eventData, event);
    return await step.run("process-webhook", async () => {
      await reopenEvent(
        deps,
        { webhookId, resumes: resume, byHand: event.name !== WEBHOOK_RECEIVED },
        jobRun,
      );
      const state = await processWebhook(deps, webhookId);
      const row = await deps.db.prisma.webhookEvent.findUnique({
        where: { webhookId },
        select: { status: true, outcome: true, attempts: true, recordingId: true },
      });
      const recordingId = row?.recordingId?.toString() ?? null;
      return { webhookId, state, ...row, recordingId };
    });
  },
});
