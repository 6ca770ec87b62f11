import { z } from "zod";
import { type Deps } from "../../deps";

export const auditEntrySchema = z.object({
  id: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  userEmail: z.string().nullable(),
  ipAddress: z.string().nullable(),
  createdAt: z.date(),
});

/** Newest first; the cursor is the last entry's id. */
export async function listAudit(
  deps: Deps,
  input: { limit: number; cursor?: string | null | undefined },
): Promise<{ items: z.infer<typeof auditEntrySchema>[]; nextCursor: string | null }> {
  const rows = await deps.db.prisma.auditLog.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: input.limit + 1,
    ...(input.cursor ? { cursor: { id: input.cursor }, skip: 1 } : {}),
    select: {
      id: true,
      action: true,
      subject: true,
      ipAddress: true,
      createdAt: true,
      user: { select: { email: true } },
    },
  });
  const items = rows
    .slice(0, input.limit)
    .map(({ user, ...entry }) => ({ ...entry, userEmail: user?.email ?? null }));
  return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null };
}
