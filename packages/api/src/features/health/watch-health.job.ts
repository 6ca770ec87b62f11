import type { AlertKind } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { defineJob } from "../../job";
import { deliverAlerts } from "./deliver-alerts";
import type { Judgement } from "./judge-health";
import { loadHealth } from "./load-health";

/** Looks every five minutes whether syncs stay away or the key is refused, and posts alerts of it. */
export const watchHealthJob = defineJob({
  id: "watch-health",
  triggers: () => [{ cron: "*/5 * * * *" }],
  retries: 1,
  handler: async ({ step, deps }) => await step.run("watch", () => watchHealth(deps)),
});

/** An alert that is over is kept for longer than anybody looks back. */
const KEEP_DAYS = 400;

/** @returns how many alerts began and ended, and how many messages were delivered and failed */
export async function watchHealth(deps: Deps) {
  const { judgements } = await loadHealth(deps);
  return { ...(await noteAlerts(deps, judgements)), ...(await deliverAlerts(deps)) };
}

/** Writes down what has begun and what is over; the same judgements a second time, from any process, change nothing. */
async function noteAlerts(
  deps: Deps,
  judgements: Record<AlertKind, Judgement>,
): Promise<{ begun: number; ended: number }> {
  const kinds = Object.keys(judgements) as AlertKind[];
  const now = deps.clock.now();
  const begun = await deps.db.pool.query(
    `INSERT INTO incidents (kind, began_at) SELECT kind, $2 FROM unnest($1::text[]::incident_kind[]) AS on_now(kind)
     ON CONFLICT (kind) WHERE ended_at IS NULL DO NOTHING`,
    [kinds.filter((kind) => judgements[kind] === "on"), now],
  );
  const ended = await deps.db.pool.query(
    `UPDATE incidents SET ended_at = $2, attempts = 0, next_attempt_at = NULL
     WHERE ended_at IS NULL AND kind = ANY($1::text[]::incident_kind[])`,
    [kinds.filter((kind) => judgements[kind] === "off"), now],
  );
  await deps.db.pool.query("DELETE FROM incidents WHERE ended_at < $1", [
    new Date(now.getTime() - KEEP_DAYS * 24 * 3_600_000),
  ]);
  return { begun: begun.rowCount ?? 0, ended: ended.rowCount ?? 0 };
}
