import { z } from "zod";
import { defineJob } from "../../job";
import { processWebhook } from "./process-webhook";

const eventData = z.object({ webhookId: z.string().min(1) });

/** One delivery, from its stored body to the call; what it does depends on the event's row alone. */
export const processWebhookJob = defineJob({
  id: "process-webhook",
  triggers: () => [{ event: "webhook/received" }],
  retries: 3,
  singleton: "webhookId",
  handler: async ({ event, step, deps }) => {
    const { webhookId } = eventData.parse(event.data);
    return await step.run("process-webhook", async () => ({ state: await processWebhook(deps, webhookId) }));
  },
});
