import { type Deps } from "@koppeling/api/deps";
import { takeLease } from "@koppeling/api/features/runs/hold-lease";
import { type Lease } from "@koppeling/api/features/runs/run-transitions";

/** The lease of a run that a test works on itself. */
export async function takeRun(deps: Deps, runId: string): Promise<Lease> {
  const lease = await takeLease(deps, runId);
  if (!lease) throw new Error("the run could not be taken");
  return lease;
}
