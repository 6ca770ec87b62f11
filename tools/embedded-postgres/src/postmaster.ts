import { spawn } from "node:child_process";
import { closeSync, existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandLineOf, identifyProcess } from "./process-identity";
import type { Account } from "./account";
import { EmbeddedPostgresError } from "./embedded-postgres-error";
import { SERVER_ENVIRONMENT } from "./init-cluster";
import { openLog } from "./open-log";

/** The server's main process. */
export interface Postmaster {
  pid: number;
  port: number;
  /** See identifyProcess. */
  identity: string;
}

const FAST_SHUTDOWN = "SIGINT";
const IMMEDIATE_SHUTDOWN = "SIGQUIT";
const SHUTDOWN_PATIENCE_MS = 30_000;

/** Faster and unsafe: what is lost with the machine is lost. For tests alone. */
const FORGETFUL_SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/**
 * The server that runs on a cluster; null when none does. Removes the note of a crashed one whose process number
 * went to another program, which would keep PostgreSQL from starting.
 */
export function findPostmaster(cluster: string): Postmaster | null {
  const file = path.join(cluster, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const identity = identifyProcess(pid);
  if (identity === null || !commandLineOf(pid)?.includes(cluster)) {
    rmSync(file, { force: true });
    return null;
  }
  return { pid, port: Number(lines[3]), identity };
}

/** Starts the server; it writes to `logFile`, and is not yet ready to answer. */
export function spawnPostmaster(options: {
  native: string;
  cluster: string;
  port: number;
  durable: boolean;
  account: Account | undefined;
  logFile: string;
}): Postmaster {
  const { native, cluster, port, durable, account, logFile } = options;
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    ...(durable ? {} : FORGETFUL_SETTINGS),
  };
  const args = ["-D", cluster, "-p", String(port)];
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`);
  const log = openLog(logFile, { fresh: true });
  // In a group of its own, so that Ctrl-C reaches it only through us, after those that use it.
  const child = spawn(path.join(native, "bin/postgres"), args, {
    ...account,
    cwd: cluster,
    env: SERVER_ENVIRONMENT,
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.once("error", () => {}); // told below: it has no process number then
  closeSync(log);
  child.unref();
  if (child.pid === undefined) {
    throw new EmbeddedPostgresError(
      `${path.join(native, "bin/postgres")} cannot be run here. Set DATABASE_URL instead.`,
    );
  }
  // It may have ended by now; then no process has this identity.
  return { pid: child.pid, port, identity: identifyProcess(child.pid) ?? "" };
}

export const isRunning = ({ pid, identity }: Postmaster): boolean => identifyProcess(pid) === identity;

/** Asks a server to end its sessions and stop, without waiting for it. */
export function signalStop(postmaster: Postmaster): void {
  if (isRunning(postmaster)) process.kill(postmaster.pid, FAST_SHUTDOWN);
}

/** Stops a server and waits until it is gone. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  signalStop(postmaster);
  const deadline = Date.now() + SHUTDOWN_PATIENCE_MS;
  while (isRunning(postmaster)) {
    if (Date.now() > deadline) process.kill(postmaster.pid, IMMEDIATE_SHUTDOWN);
    await sleep(20);
  }
}
