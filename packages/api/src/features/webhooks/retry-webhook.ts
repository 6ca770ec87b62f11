import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { WEBHOOK_RECEIVED } from "./event-store";

/**
 * Gives a parked event five new attempts. When the job engine is away the sweeper takes it within a minute.
 * @throws AppError `not_found` when it is not parked, `body_gone` when there is nothing left to process
 */
export async function retryWebhook(deps: Deps, webhookId: string, actor: Actor): Promise<void> {
  const now = deps.clock.now();
  await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.webhookEvent.updateMany({
      where: { webhookId, status: "parked", body: { not: null } },
      data: { status: "received", attempts: 0, dueAt: now, sweptAt: null, outcome: null },
    });
    if (count === 0) {
      const parked = await tx.webhookEvent.count({ where: { webhookId, status: "parked" } });
      throw new AppError(parked === 0 ? "not_found" : "body_gone");
    }
    await writeAudit(deps, tx, actor, { action: "webhooks.retry", subject: webhookId });
  });
  try {
    await deps.jobs.send({ name: WEBHOOK_RECEIVED, data: { webhookId, resume: true } });
  } catch (error) {
    deps.log.warn({ webhookId, err: error }, "the job engine did not take a webhook event; the sweeper will");
  }
}
