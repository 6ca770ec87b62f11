import { type Deps } from "../../deps";
import { defineJob } from "../../job";

/** Long enough to look back at an attack. */
const KEEP_DAYS = 90;
const BATCH = 10_000;

/** What strangers can make happen as often as they like, and so is not kept for ever. */
const BY_STRANGERS = [
  "sign_in.failed",
  "sign_in.blocked",
  "sign_in.many_failed",
  "user.second_factor_denied",
];

export const pruneAuditJob = defineJob({
  id: "prune-audit",
  triggers: () => [{ cron: "11 3 * * *" }],
  retries: 2,
  handler: async ({ step, deps }) => ({ pruned: await step.run("prune-audit", () => pruneAudit(deps)) }),
});

/** Removes old entries of failed sign-ins, and of refusals of nobody. What users did stays for good. @returns how many */
async function pruneAudit(deps: Deps): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - KEEP_DAYS * 24 * 3_600_000);
  let pruned = 0;
  for (;;) {
    const { rowCount } = await deps.db.pool.query(
      `DELETE FROM audit_logs WHERE id IN (
         SELECT id FROM audit_logs WHERE created_at < $1
           AND (action = ANY($2::text[]) OR action = 'access.denied' AND user_id IS NULL) LIMIT ${BATCH})`,
      [before, BY_STRANGERS],
    );
    pruned += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) return pruned;
  }
}
