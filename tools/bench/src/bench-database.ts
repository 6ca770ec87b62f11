import { cloneDatabase, type TestDatabase } from "@koppeling/testing/clone-database";
import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { createLogger } from "@koppeling/api/create-logger";
import { createDeps } from "@koppeling/api/create-deps";
import { type Deps } from "@koppeling/api/deps";
import { createEmbeddedExecutor } from "@koppeling/api/executors/embedded";
import { parseEnvironment } from "@koppeling/api/environment";
import { SYSTEM } from "@koppeling/api/context";
import { createSalesRep } from "@koppeling/api/features/sales-reps/save-sales-rep";
import { jobs } from "@koppeling/api/jobs";
import { testEnvironment } from "@koppeling/testing/test-environment";
import { BENCH_REPS } from "./create-items";

export type BenchDatabase = AsyncDisposable & {
  deps: Deps & { jobs: { idle(): Promise<void> } };
  url: string;
};

export type BenchOptions = { fathomUrl?: string; environment?: Record<string, string> };

/** A migrated database with the reps in it, and deps over it. */
export async function createBenchDatabase(
  adminUrl: string,
  { fathomUrl = "http://127.0.0.1:1", environment = {} }: BenchOptions = {},
): Promise<BenchDatabase> {
  const database: TestDatabase = await cloneDatabase(adminUrl);
  const parsed = parseEnvironment({
    ...testEnvironment,
    DATABASE_URL: database.url,
    FATHOM_API_BASE_URL: fathomUrl,
    FATHOM_API_KEY: SANDBOX_API_KEY,
    ...environment,
  });
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  const created = createDeps(parsed.environment, { log: createLogger("silent") });
  const executor = createEmbeddedExecutor(jobs, () => deps);
  const deps = { ...created, jobs: executor };
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
