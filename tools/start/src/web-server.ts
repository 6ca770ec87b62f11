import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { CliError } from "@koppeling/cli/cli-error";
import type { Values } from "@koppeling/cli/env";
import { openLog } from "@koppeling/embedded-postgres/open-log";
import { StopRequested } from "./steps";

export interface WebServer {
  /** Ends with the process, by itself or after stop(). */
  exited: Promise<void>;
  /** The end of what it wrote, for when it ended by itself. */
  lastWords: () => string;
  /** Lets it finish the page in hand, and waits until it is gone. */
  stop: () => Promise<void>;
}

export interface WebServerOptions {
  /** A program for Node, with its arguments. */
  program: string[];
  cwd: string;
  environment: Values;
  /** Where its log goes; without one it goes to this terminal. */
  logFile?: string;
  /** Where it will listen. */
  host: string;
  port: number;
  signal: AbortSignal;
}

const READY_WITHIN_MS = 120_000;
/** The longest that a dashboard takes to stop. */
export const STOP_WITHIN_MS = 12_000;

/** @returns null when the port is free, else the system's code for why not */
function tryPort(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

/**
 * @param options.patienceMs how long a port in use may take to become free
 * @throws CliError when something listens on the port
 */
export async function checkPort(host: string, port: number, { patienceMs = 0 } = {}): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let problem = await tryPort(host, port);
  while (problem === "EADDRINUSE" && Date.now() < deadline) {
    await sleep(100);
    problem = await tryPort(host, port);
  }
  if (problem === null) return;
  const other = port < 65_535 ? port + 1 : 3000;
  throw new CliError(
    problem === "EADDRINUSE"
      ? `Port ${port} is in use by another program. Stop that, or choose another: PORT=${other} npm start`
      : `Port ${port} on ${host} cannot be used (${problem}). Choose another: PORT=${other} npm start`,
  );
}

async function isHealthy(host: string, port: number): Promise<boolean> {
  const address = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  try {
    return (await fetch(`http://${address}:${port}/api/health`, { signal: AbortSignal.timeout(30_000) })).ok;
  } catch {
    return false; // not listening yet, or a first page that is still being made
  }
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const tooLong = new AbortController();
  const giveUp = sleep(STOP_WITHIN_MS, "late", { signal: tooLong.signal }).catch(() => "in time");
  if ((await Promise.race([exited, giveUp])) === "late") child.kill("SIGKILL");
  await exited;
  tooLong.abort();
}

/**
 * Starts the dashboard and waits until it answers.
 * @throws CliError with its last words when it ends instead
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { program, cwd, environment, logFile, host, port, signal } = options;
  const log = logFile === undefined ? "inherit" : openLog(logFile);
  const child = spawn(process.execPath, program, {
    cwd,
    env: { ...environment, PORT: String(port), HOSTNAME: host, KOPPELING_CHILD: "1" },
    // The channel closes when this process dies, whichever way, and the dashboard then stops by itself.
    stdio: ["ignore", log, log, "ipc"],
    // In a group of its own, so that Ctrl-C reaches it once, through stop().
    detached: true,
  });
  if (typeof log === "number") closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const killNow = () => child.kill("SIGKILL");
  process.once("exit", killNow);
  void exited.then(() => process.off("exit", killNow));

  const server: WebServer = {
    exited,
    lastWords: () =>
      logFile && existsSync(logFile) ? readFileSync(logFile, "utf8").trim().slice(-3000) : "",
    stop: () => stopChild(child, exited),
  };
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isHealthy(host, port))) {
    const ended = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (ended || signal.aborted || Date.now() > deadline) {
      await server.stop();
      if (signal.aborted) throw new StopRequested();
      throw new CliError(`The dashboard did not start. It said:\n${server.lastWords()}`);
    }
    await sleep(100);
  }
  return server;
}
