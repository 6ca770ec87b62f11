import { type Deps } from "../../deps";
import { defineJob, type Json } from "../../job";
import { loadSettings } from "../settings/load-settings";
import { RULES_CHANGED } from "../../announce-rules";
import { applyRules } from "../recordings/apply-rules";
import { retryErrors } from "./retry-errors";
import { startRematch } from "./start-rematch";

/**
 * What has been decided once is looked at again: after a change of reps, addresses or filters, and for errors whose time
 * has come. It waits while a run is active, and finds by itself whatever it was not told of.
 */
export const rematchJob = defineJob({
  id: "rematch",
  triggers: () => [{ event: RULES_CHANGED }, { cron: "* * * * *" }],
  retries: 2,
  handler: async ({ step, deps, log }) => {
    const done = await step.run("look-again", () => lookAgain(deps));
    if (done.runId) log.info(done, "recordings that were decided before are asked for again");
    return done;
  },
});

async function lookAgain(deps: Deps): Promise<{ [key: string]: Json }> {
  const active = await deps.db.prisma.syncRun.count({ where: { status: { in: ["queued", "running"] } } });
  if (active > 0) return { waiting: "a run is active" };
  const applied = (await applyRules(deps)) ?? {};
  const { apiKey, keyRefused } = await loadSettings(deps);
  if (!apiKey || keyRefused) return { ...applied, waiting: "there is no key that works" };
  const run = (await startRematch(deps, { trigger: "schedule" })) ?? (await retryErrors(deps));
  return { ...applied, runId: run?.runId ?? null };
}
