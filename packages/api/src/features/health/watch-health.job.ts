import { type Deps } from "../../deps";
import { defineJob } from "../../job";
import { loadHealth } from "./load-health";
import { noteIncidents } from "./note-incidents";
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
