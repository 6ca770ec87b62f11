import { type Prisma } from "@koppeling/db/prisma";
import { z } from "zod";
import { type Deps } from "../../deps";
import { inputInstant } from "../../input-text";

export const auditEntrySchema = z.object({
  id: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  userEmail: z.string().nullable(),
  ipAddress: z.string().nullable(),
  createdAt: z.date(),
  /** `hmac-sha256:` keyed hashes: two that are alike were the same value, and neither says which. */
  oldValue: z.string().nullable(),
  newValue: z.string().nullable(),
});

export type AuditListEntry = z.infer<typeof auditEntrySchema>;

/** Which entries: absent means all. `from` counts, `to` does not. */
export const auditFilterSchema = z.object({
  action: z
    .string()
    .max(100)
    .regex(/^[\w.-]+$/)
    .optional(),
  userId: z.uuid().optional(),
  from: inputInstant().optional(),
  to: inputInstant().optional(),
});

export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** Newest first; the cursor is the last entry's id. */
export async function listAudit(
  deps: Deps,
  input: AuditFilter & { limit: number; cursor?: string | null | undefined },
): Promise<{ items: AuditListEntry[]; nextCursor: string | null }> {
  const rows = await deps.db.prisma.auditLog.findMany({
    where: whereOf(input),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: input.limit + 1,
    ...(input.cursor ? { cursor: { id: input.cursor }, skip: 1 } : {}),
    select: {
      id: true,
      action: true,
      subject: true,
      ipAddress: true,
      createdAt: true,
      oldValue: true,
      newValue: true,
      user: { select: { email: true } },
    },
  });
  const items = rows
    .slice(0, input.limit)
    .map(({ user, ...entry }) => ({ ...entry, userEmail: user?.email ?? null }));
  return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null };
}

function whereOf({ action, userId, from, to }: AuditFilter): Prisma.AuditLogWhereInput {
  const createdAt = { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) };
  return {
    ...(action ? { action } : {}),
    ...(userId ? { userId } : {}),
    ...(from || to ? { createdAt } : {}),
  };
}

/** Every kind of action that the log holds, by name. Jumps along the index instead of reading the whole log. */
export async function listAuditActions(deps: Deps): Promise<string[]> {
  const { rows } = await deps.db.pool.query<{ action: string }>(
    `WITH RECURSIVE found AS (
       (SELECT action FROM audit_logs ORDER BY action LIMIT 1)
       UNION ALL
       SELECT (SELECT a.action FROM audit_logs a WHERE a.action > found.action ORDER BY a.action LIMIT 1)
       FROM found WHERE found.action IS NOT NULL
     )
     SELECT action FROM found WHERE action IS NOT NULL ORDER BY action`,
  );
  return rows.map(({ action }) => action);
}
