import { type Deps } from "../../deps";
import { defineJob, type Json } from "../../job";
import { loadSettings } from "../settings/load-settings";
import { RULES_CHANGED } from "../../announce-rules";
import { applyRules, COMPARED_ROWS } from "../recordings/apply-rules";
import { IS_DUE_ERROR, retryErrors } from "./retry-errors";
import { startRematch } from "./start-rematch";

/**
 * What has been decided once is looked at again: after a change of reps, addresses or filters, and for errors whose time
 * has come. It waits while a run is active, and finds by itself whatever it was not told of.
 */
export const rematchJob = defineJob({
  id: "rematch",
  triggers: () => [{ event: RULES_CHANGED }],
  retries: 2,
  isDue: (deps) => isDue(deps),
  handler: async ({ step, deps, log }) => {
    const done = await step.run("look-again", () => lookAgain(deps));
    if (done.runId) log.info(done, "recordings that were decided before are asked for again");
    return done;
  },
});

/** The cheap half of looking again: whether rules, the ledger or a date gives a reason to. */
async function isDue(deps: Deps): Promise<boolean> {
  const { rows } = await deps.db.pool.query<{ due: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM sync_runs WHERE status IN ('queued', 'running')) AND (
       EXISTS (SELECT FROM rules_changes)
       OR NOT EXISTS (SELECT FROM compared_rules)
       OR EXISTS (SELECT ${COMPARED_ROWS} AND l.changed_at >= (SELECT compared_at FROM compared_rules))
       OR EXISTS (SELECT FROM rematches m LEFT JOIN sync_runs r ON r.id = m.run_id
         WHERE CASE WHEN m.run_id IS NULL THEN m.next_attempt_at IS NULL OR m.next_attempt_at <= now()
           ELSE r.id IS NULL OR r.finished_at IS NOT NULL END)
       OR EXISTS (SELECT FROM recordings WHERE ${IS_DUE_ERROR})) AS due`,
  );
  return rows[0]?.due ?? false;
}

async function lookAgain(deps: Deps): Promise<{ [key: string]: Json }> {
  const active = await deps.db.prisma.syncRun.count({ where: { status: { in: ["queued", "running"] } } });
  if (active > 0) return { waiting: "a run is active" };
  const applied = (await applyRules(deps)) ?? {};
  const { apiKey, keyRefused } = await loadSettings(deps);
  if (!apiKey || keyRefused) return { ...applied, waiting: "there is no key that works" };
  const run = (await startRematch(deps, { trigger: "schedule" })) ?? (await retryErrors(deps));
  return { ...applied, runId: run?.runId ?? null };
}
