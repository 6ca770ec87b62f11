import { createHmac } from "node:crypto";
import { type Prisma } from "@koppeling/db/prisma";
import { type Actor } from "../../context";
import { type Deps } from "../../deps";

export type AuditEntry = {
  action: string;
  subject?: string | null;
  oldValue?: string | null;
  newValue?: string | null;
  details?: Prisma.InputJsonValue;
};

/**
 * Writes who did what; values only as keyed hashes with the subject inside, so that the log can prove a value
 * without holding it. Give the transaction of the change that it speaks of.
 */
export async function writeAudit(
  deps: Deps,
  client: Pick<Prisma.TransactionClient, "auditLog">,
  actor: Actor,
  ...entries: readonly AuditEntry[]
): Promise<void> {
  await client.auditLog.createMany({ data: entries.map((entry) => toRow(deps, actor, entry)) });
}

function toRow(deps: Deps, actor: Actor, entry: AuditEntry): Prisma.AuditLogCreateManyInput {
  const hash = (value: string | null | undefined) =>
    value === null || value === undefined
      ? null
      : `hmac-sha256:${createHmac("sha256", deps.config.auditHmacKey)
          .update(`${entry.subject ?? ""}|${value}`)
          .digest("hex")}`;
  return {
    userId: actor.userId,
    ipAddress: actor.ipAddress,
    action: entry.action,
    subject: entry.subject ?? null,
    oldValue: hash(entry.oldValue),
    newValue: hash(entry.newValue),
    ...(entry.details === undefined ? {} : { details: entry.details }),
  };
}
