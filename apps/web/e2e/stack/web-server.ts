import { spawn } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const webDir = path.resolve(import.meta.dirname, "../..");
const serverDir = path.join(webDir, ".next/standalone/apps/web");
const READY_WITHIN_MS = 60_000;

type WebServerOptions = {
  port: number;
  url: string;
  variables: Record<string, string>;
  /** Receives the server's output, which otherwise goes to this terminal. */
  onOutput?: (text: string) => void;
};

/** Runs the output of `next build`, as an installation does. */
export async function startWebServer({ port, url, variables, onOutput }: WebServerOptions) {
  const program = path.join(serverDir, "server.js");
  if (!existsSync(program))
    throw new Error("The dashboard is not built: run `npm test`, or `next build` in apps/web.");
  cpSync(path.join(webDir, ".next/static"), path.join(serverDir, ".next/static"), { recursive: true });

  const { PATH = "", HOME = "", TMPDIR = "/tmp" } = process.env;
  const child = spawn(process.execPath, [program], {
    cwd: serverDir,
    env: {
      ...{ PATH, HOME, TMPDIR, NODE_ENV: "production", KOPPELING_CHILD: "1" },
      ...variables,
      PORT: String(port),
      HOSTNAME: "127.0.0.1",
    },
    stdio: onOutput ? ["ignore", "pipe", "pipe", "ipc"] : ["ignore", "inherit", "inherit", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => onOutput?.(text));
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));

  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isAlive(url))) {
    if (child.exitCode !== null) throw new Error(`The dashboard ended with exit code ${child.exitCode}.`);
    if (Date.now() > deadline) throw new Error("The dashboard did not answer within a minute.");
    await sleep(100);
  }
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

async function isAlive(url: string) {
  try {
    return (await fetch(`${url}/api/health`)).ok;
  } catch {
    // The server does not listen yet.
    return false;
  }
}
