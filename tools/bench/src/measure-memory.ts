import { fork } from "node:child_process";
import path from "node:path";
import { SANDBOX_API_KEY, startSandbox } from "@koppeling/sandbox/start-sandbox";
import { createBenchDatabase } from "./bench-database";
import { benchWorld } from "./create-items";
import { printTable } from "./report";

export type MemoryTask = { databaseUrl: string; fathomUrl: string; apiKey: string; hours: number };
export type MemoryReport = { imported: number; peakHeapMb: number; seconds: number };

/** A whole sync over HTTP in a process of its own, which reports how large its heap became (after collecting garbage). */
export async function measureMemory(adminUrl: string, sizes: readonly number[]): Promise<void> {
  const rows: string[][] = [];
  const peaks: number[] = [];
  for (const size of sizes) {
    const sandbox = await startSandbox({ limits: null, world: benchWorld(size, 20) });
    await using database = await createBenchDatabase(adminUrl, { fathomUrl: sandbox.url });
    try {
      const hours = Math.ceil((size * 10) / 60) + 24;
      const report = await runChild({
        databaseUrl: database.url,
        fathomUrl: sandbox.url,
        apiKey: SANDBOX_API_KEY,
        hours,
      });
      if (report.imported !== size) throw new Error(`${report.imported} calls were imported of ${size}`);
      peaks.push(report.peakHeapMb);
      rows.push([
        String(size),
        `${report.peakHeapMb.toFixed(1)} MB`,
        `${(report.peakHeapMb / (peaks[0] ?? 1)).toFixed(2)}`,
        `${report.seconds.toFixed(1)} s`,
      ]);
    } finally {
      await sandbox.stop();
    }
  }
  printTable(
    "Memory of a whole sync over HTTP",
    ["recordings", "largest heap in use", "against the smallest", "time"],
    rows,
  );
}

function runChild(task: MemoryTask): Promise<MemoryReport> {
  const child = fork(path.join(import.meta.dirname, "sync-in-child.ts"), [JSON.stringify(task)], {
    execArgv: ["--import", "tsx", "--expose-gc"],
  });
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as MemoryReport));
    child.once("exit", (code) => reject(new Error(`the measured process ended with ${code}`)));
  });
}
