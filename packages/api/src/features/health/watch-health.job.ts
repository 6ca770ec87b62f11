import type { IncidentKind } from "@koppeling/db/prisma";
import { type Deps } from "../../deps";
import { defineJob } from "../../job";
import type { Judgement } from "./judge-health";
import { loadHealth } from "./load-health";
import { tellIncidents } from "./tell-incidents";

/** Looks every few minutes whether syncs stay away or the key is refused, and tells who asked to be told. */
export const watchHealthJob = defineJob({
  id: "watch-health",
  triggers: () => [{ cron: "*/5 * * * *" }],
  retries: 1,
  handler: async ({ step, deps }) => await step.run("watch", () => watchHealth(deps)),
});

/** @returns how many incidents began and ended, and how many notices arrived and did not */
export async function watchHealth(deps: Deps) {
  const { judgements } = await loadHealth(deps);
  return { ...(await noteIncidents(deps, judgements)), ...(await tellIncidents(deps)) };
}

/** Writes down what has begun and what is over; the same judgements a second time, from any process, change nothing. */
async function noteIncidents(
  deps: Deps,
  judgements: Record<IncidentKind, Judgement>,
): Promise<{ begun: number; ended: number }> {
  const kinds = Object.keys(judgements) as IncidentKind[];
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
  return { begun: begun.rowCount ?? 0, ended: ended.rowCount ?? 0 };
}
