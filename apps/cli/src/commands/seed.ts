import { withInstallation } from "../open-installation";
import type { Output } from "../output";
import { seedDemoReps } from "../seed-demo-reps";

/** `seed`: makes the sales reps of the demo company. */
export async function seedCommand(): Promise<Output> {
  const created = await withInstallation(({ deps }) => seedDemoReps(deps));
  const text =
    created > 0 ? `${created} sales reps were made.` : "There are sales reps already; nothing was made.";
  return { json: { created }, text };
}
