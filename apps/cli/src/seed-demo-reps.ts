import type { Deps } from "@koppeling/api/deps";
import { SYSTEM } from "@koppeling/api/context";
import { createSalesRep, setSalesRepArchived } from "@koppeling/api/features/sales-reps/save-sales-rep";
import { loadTool } from "./load-tool";

/**
 * Makes sales reps of the sandbox's people, unless there are reps already. Without their other addresses, so that
 * the first sync leaves something to find among the skipped.
 * @returns how many were made
 */
export async function seedDemoReps(deps: Deps): Promise<number> {
  if ((await deps.db.prisma.salesRep.count()) > 0) return 0;
  const { DEMO_TEAM } = await loadTool(
    () => import("@koppeling/sandbox/demo-team"),
    "The demo company is not part of this installation: it comes with tools/.",
  );
  const people = DEMO_TEAM.filter((person) => person.role !== "stranger");
  for (const { name, email, team, role } of people) {
    const id = await createSalesRep(deps, { name, email, team, aliases: [] }, SYSTEM);
    if (role === "archived") await setSalesRepArchived(deps, id, true, SYSTEM);
  }
  return people.length;
}
