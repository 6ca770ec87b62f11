import { startSandbox } from "@koppeling/sandbox/start-sandbox";
import pg from "pg";
import { requestSync } from "@koppeling/api/features/sync/request-sync";
import { runSync } from "@koppeling/api/features/sync/run-sync";
import { createBenchDatabase } from "./bench-database";
import { benchWorld } from "./create-items";
import { printTable } from "./report";

/** What a sync costs that finds nothing new: requests at Fathom, and statements in PostgreSQL, BEGIN and COMMIT included. */
export async function measureIdle(adminUrl: string): Promise<void> {
  const sandbox = await startSandbox({ limits: null, world: benchWorld(5, 4) });
  try {
    await using database = await createBenchDatabase(adminUrl, {
      fathomUrl: sandbox.url,
      environment: { FATHOM_REQUESTS_PER_MINUTE: "600", FATHOM_HEAVY_REQUESTS_PER_MINUTE: "300" },
    });
    const { deps } = database;
    await runSync(deps, { trigger: "schedule", hours: 24 });
    const asked = sandbox.requests.length;
    const statements = await countStatements(async () => {
      await requestSync(deps, { trigger: "schedule" });
      await deps.jobs.idle();
    });
    printTable(
      "A sync that finds nothing new",
      ["requests at Fathom", "goal", "statements in PostgreSQL", "goal"],
      [[String(sandbox.requests.length - asked), "1", String(statements.length), "8"]],
    );
    for (const statement of statements) console.log(`- ${statement}`);
  } finally {
    await sandbox.stop();
  }
}

/** Every statement that this process sends meanwhile, in order, the beginning of each. */
async function countStatements(work: () => Promise<void>): Promise<string[]> {
  const statements: string[] = [];
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...args: unknown[]) {
    const [config] = args;
    const text = typeof config === "string" ? config : (config as { text?: string }).text;
    statements.push((text ?? "?").replace(/\s+/g, " ").trim().slice(0, 90));
    return query.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return statements;
}
