import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withLock } from "@koppeling/embedded-postgres/lock-file";
import { CliError } from "@koppeling/cli/cli-error";
import type { Values } from "@koppeling/cli/env";
import { StopRequested } from "./steps";

const SOURCES = [
  ...["apps/web", "packages/api", "packages/db/src", "packages/fathom", "prisma/schema.prisma"],
  ...["package.json", "pnpm-lock.yaml", "tsconfig.base.json"],
];
const NOT_SOURCES = new Set([
  ".next",
  "node_modules",
  "generated",
  "e2e",
  "testing",
  "test-results",
  "playwright-report",
]);
const NOT_SOURCE_FILES = /\.test\.tsx?$|\.tsbuildinfo$|^next-env\.d\.ts$|^playwright\.config\.ts$/;

const webDirOf = (rootDir: string): string => path.join(rootDir, "apps/web");
const standaloneOf = (rootDir: string): string => path.join(webDirOf(rootDir), ".next/standalone/apps/web");

/** The program that serves the built dashboard. */
export const webServerFile = (rootDir: string): string => path.join(standaloneOf(rootDir), "server.js");

function addToHash(hash: ReturnType<typeof createHash>, file: string, name: string): void {
  if (!statSync(file).isDirectory()) {
    hash.update(`\n${name}\n`).update(readFileSync(file));
    return;
  }
  for (const entry of readdirSync(file).sort()) {
    if (NOT_SOURCES.has(entry) || NOT_SOURCE_FILES.test(entry)) continue;
    addToHash(hash, path.join(file, entry), `${name}/${entry}`);
  }
}

/** Changes with everything that the build is made of. */
function hashSources(rootDir: string): string {
  const hash = createHash("sha256").update(process.version);
  for (const source of SOURCES) addToHash(hash, path.join(rootDir, source), source);
  return hash.digest("hex");
}

function runNextBuild(rootDir: string, environment: Values, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(webDirOf(rootDir), "node_modules/.bin/next"), ["build"], {
      cwd: webDirOf(rootDir),
      env: { ...environment, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const onAbort = () => child.kill("SIGTERM");
    signal?.addEventListener("abort", onAbort, { once: true });
    child.once("error", reject);
    child.once("close", (exitCode) => {
      signal?.removeEventListener("abort", onAbort);
      if (signal?.aborted) reject(new StopRequested());
      else if (exitCode === 0) resolve();
      else reject(new CliError(`The dashboard could not be built:\n${output.trim().slice(-6000)}`));
    });
  });
}

/** The standalone server looks for these beside it, and Next leaves the copying to us. */
function copyStaticFiles(rootDir: string): void {
  const webDir = webDirOf(rootDir);
  for (const folder of [".next/static", "public"]) {
    const source = path.join(webDir, folder);
    if (existsSync(source)) cpSync(source, path.join(standaloneOf(rootDir), folder), { recursive: true });
  }
}

/**
 * Builds the dashboard unless that was done from the same sources.
 * @returns whether it was built now
 * @throws CliError with the end of what Next said
 */
export async function buildWeb(options: {
  rootDir: string;
  /** Of this process: paths, proxies. */
  environment: Values;
  signal?: AbortSignal;
}): Promise<boolean> {
  const { rootDir, environment, signal } = options;
  const stampFile = path.join(webDirOf(rootDir), ".next/koppeling-stamp");
  return withLock(
    path.join(rootDir, "node_modules/.koppeling-build.lock"),
    async () => {
      const stamp = hashSources(rootDir);
      const isBuilt = existsSync(webServerFile(rootDir)) && existsSync(stampFile);
      if (isBuilt && readFileSync(stampFile, "utf8") === stamp) return false;
      await runNextBuild(rootDir, environment, signal);
      // A failed build leaves its marks too: only this file tells that one has succeeded.
      if (!existsSync(webServerFile(rootDir))) {
        throw new CliError(`The build of the dashboard left no ${webServerFile(rootDir)}.`);
      }
      copyStaticFiles(rootDir);
      writeFileSync(stampFile, stamp);
      return true;
    },
    { timeoutMs: 600_000 },
  );
}
