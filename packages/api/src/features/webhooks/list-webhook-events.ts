import { z } from "zod";
import { type Deps } from "../../deps";
import { SELF_TEST_PREFIX } from "./webhook-outcome";

export const webhookStatusSchema = z.enum(["received", "processing", "processed", "parked"]);

export const webhookEventSchema = z.object({
  webhookId: z.string(),
  status: webhookStatusSchema,
  receivedAt: z.date(),
  processedAt: z.date().nullable(),
  attempts: z.number().int(),
  /** What became of it, as a code (webhook-outcome.ts). */
  outcome: z.string().nullable(),
  lastError: z.string().nullable(),
  recordingId: z.string().nullable(),
  selfTest: z.boolean(),
  /** Parked, and with what Fathom sent still there (see prune-webhooks.job.ts). */
  retryable: z.boolean(),
});

/** Newest first, without bodies; the cursor is the last event's id. */
export async function listWebhookEvents(
  deps: Deps,
  input: {
    status?: z.infer<typeof webhookStatusSchema> | undefined;
    limit: number;
    cursor?: string | null | undefined;
  },
): Promise<{ items: z.infer<typeof webhookEventSchema>[]; nextCursor: string | null }> {
  const rows = await deps.db.prisma.webhookEvent.findMany({
    where: input.status ? { status: input.status } : {},
    select: {
      webhookId: true,
      status: true,
      receivedAt: true,
      processedAt: true,
      attempts: true,
      outcome: true,
      lastError: true,
      recordingId: true,
    },
    orderBy: [{ receivedAt: "desc" }, { webhookId: "desc" }],
    take: input.limit + 1,
    ...(input.cursor ? { cursor: { webhookId: input.cursor }, skip: 1 } : {}),
  });
  const parked = rows.filter((row) => row.status === "parked").map((row) => row.webhookId);
  const kept = await deps.db.prisma.webhookEvent.findMany({
    where: { webhookId: { in: parked }, body: { not: null } },
    select: { webhookId: true },
  });
  const retryable = new Set(kept.map((row) => row.webhookId));
  const items = rows.slice(0, input.limit).map(({ recordingId, ...row }) => ({
    ...row,
    recordingId: recordingId?.toString() ?? null,
    selfTest: row.webhookId.startsWith(SELF_TEST_PREFIX),
    retryable: retryable.has(row.webhookId),
  }));
  return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.webhookId ?? null) : null };
}
