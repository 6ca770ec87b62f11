import { type TestStack } from "./create-test-stack";

/** Until one connection to the stack's database waits for another's lock. */
export async function waitForLock({ deps }: TestStack): Promise<void> {
  const text =
    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
  while ((await deps.db.pool.query(text)).rowCount === 0) await deps.clock.sleep(5);
}
