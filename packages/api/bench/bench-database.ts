import { cloneDatabase, type TestDatabase } from "@koppeling/db/testing/clone-database";
import { createLogger } from "../src/create-logger";
import { createDeps } from "../src/create-deps";
import { type Deps } from "../src/deps";
import { parseEnvironment } from "../src/environment";
import { SYSTEM } from "../src/features/audit/write-audit";
import { createSalesRep } from "../src/features/sales-reps/save-sales-rep";
import { testEnvironment } from "../src/testing/test-environment";
import { BENCH_REPS } from "./create-items";

export type BenchDatabase = AsyncDisposable & { deps: Deps; url: string };

/** A migrated database with the reps in it, and deps over it. */
export async function createBenchDatabase(
  adminUrl: string,
  fathomUrl = "http://127.0.0.1:1",
): Promise<BenchDatabase> {
  const database: TestDatabase = await cloneDatabase(adminUrl);
  const parsed = parseEnvironment({
    ...testEnvironment,
    DATABASE_URL: database.url,
    FATHOM_API_BASE_URL: fathomUrl,
    FATHOM_API_KEY: "bench-key-of-twenty-characters",
  });
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  const deps = createDeps(parsed.environment, { log: createLogger("silent") });
  for (const { name, email } of BENCH_REPS) await createSalesRep(deps, { name, email, aliases: [] }, SYSTEM);
  return {
    deps,
    url: database.url,
    [Symbol.asyncDispose]: async () => {
      await deps.jobs.stop();
      await deps.db.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
