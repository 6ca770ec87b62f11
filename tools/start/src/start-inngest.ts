import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Values } from "@koppeling/cli/env";
import { openLog } from "@koppeling/embedded-postgres/open-log";

const PORT = 8288;
const READY_WITHIN_MS = 60_000;

async function answers(): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${PORT}/`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false; // not listening yet
  }
}

/**
 * Starts Inngest's dev server for an app, when its command line can be had: it is a program that npm downloads.
 * @returns null when it cannot
 */
export async function startInngest(options: {
  appUrl: string;
  dataDir: string;
  environment: Values;
  signal: AbortSignal;
}): Promise<{ url: string; stop: () => Promise<void> } | null> {
  const { appUrl, dataDir, environment, signal } = options;
  const log = openLog(path.join(dataDir, "inngest.log"));
  const child = spawn(
    "npx",
    [
      ...["-y", "inngest-cli@1.43.0", "dev", "--no-discovery", "--host", "127.0.0.1", "-p", String(PORT)],
      ...["-u", `${appUrl}/api/inngest`],
    ],
    { env: environment, stdio: ["ignore", log, log], detached: true },
  );
  closeSync(log);
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const onEnd = () => {
      ended = true;
      resolve();
    };
    child.once("exit", onEnd);
    child.once("error", onEnd);
  });
  const stop = async () => {
    // The whole group: npx passes no signal on to what it runs.
    if (!ended && child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    await exited;
  };
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers())) {
    if (ended || signal.aborted || Date.now() > deadline) {
      await stop();
      return null;
    }
    await sleep(200);
  }
  return { url: `http://127.0.0.1:${PORT}`, stop };
}
