import { createWorld } from "@koppeling/sandbox/create-world";
import { createTestStack, type TestStack } from "./create-test-stack";

/** How long before now the newest of them are: tests add later ones. */
const HOURS_BEFORE_NOW = 5;

/** Records in Fathom and is no sales rep here. */
const STRANGER = { name: "Iemand", email: "iemand@elders.example" };

/**
 * One call a day of each of the reps and one of a stranger, for so many days up to now.
 * @param now where the sandbox's clock and the stack's stand still
 */
export async function stackWithDays(
  days: number,
  now: Date,
  reps: readonly { name: string; email: string }[],
): Promise<TestStack> {
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams: [], members: [] }), now: () => now },
    clock: { now: () => now, sleep: async () => undefined },
  });
  for (const { name, email } of reps) await stack.addRep(name, email);
  for (let day = 0; day < days; day++) {
    const createdAt = new Date(now.getTime() - (day * 24 + HOURS_BEFORE_NOW) * 3_600_000);
    for (const recordedBy of [...reps, STRANGER]) stack.sandbox.addCall({ recordedBy, createdAt });
  }
  return stack;
}
