import { createLogger } from "@koppeling/api/create-logger";
import { closeDeps, createDeps } from "@koppeling/api/create-deps";
import { parseEnvironment } from "@koppeling/api/environment";
import { runSync } from "@koppeling/api/features/sync/run-sync";
import { testEnvironment } from "@koppeling/testing/test-environment";
import { type MemoryReport, type MemoryTask } from "./measure-memory";
import { since } from "./report";

const task = JSON.parse(process.argv[2] ?? "{}") as MemoryTask;
const parsed = parseEnvironment({
  ...testEnvironment,
  DATABASE_URL: task.databaseUrl,
  FATHOM_API_BASE_URL: task.fathomUrl,
  FATHOM_API_KEY: task.apiKey,
});
if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
const deps = createDeps(parsed.environment, { log: createLogger("silent") });

let peak = 0;
let pages = 0;
const sample = () => {
  global.gc?.();
  peak = Math.max(peak, process.memoryUsage().heapUsed);
};
const start = process.hrtime.bigint();
const from = new Date(Date.now() - task.hours * 3_600_000);
const result = await runSync(deps, {
  trigger: "cli",
  from,
  // Every tenth look: collecting all garbage is slow.
  onProgress: () => {
    if (pages++ % 4 === 0) sample();
  },
});
sample();
const report: MemoryReport = {
  imported: result.imported,
  peakHeapMb: peak / 1024 / 1024,
  seconds: since(start),
};
await closeDeps(deps);
process.send?.(report);
process.disconnect?.();
