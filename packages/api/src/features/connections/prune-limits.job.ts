import { type Deps } from "../../deps";
import { defineJob } from "../../job";

const DAY_MS = 24 * 3_600_000;

export const pruneLimitsJob = defineJob({
  id: "prune-limits",
  triggers: () => [{ cron: "37 * * * *" }],
  retries: 2,
  handler: async ({ step, deps }) => ({ pruned: await step.run("prune-limits", () => pruneLimits(deps)) }),
});

/** Removes counts of attempts that are over, and the budgets of API keys that nobody has used for a day. @returns how many */
async function pruneLimits(deps: Deps): Promise<number> {
  const now = deps.clock.now();
  const limits = await deps.db.pool.query("DELETE FROM rate_limits WHERE expire < $1", [now.getTime()]);
  const budgets = await deps.db.pool.query(
    `DELETE FROM rate_budgets
     WHERE coalesce(taken[cardinality(taken)], '-infinity') < $1 AND coalesce(blocked_until, '-infinity') < $1`,
    [new Date(now.getTime() - DAY_MS)],
  );
  return (limits.rowCount ?? 0) + (budgets.rowCount ?? 0);
}
