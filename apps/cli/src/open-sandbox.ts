import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Deps } from "@koppeling/api/deps";
import { loadSettings } from "@koppeling/api/features/settings/load-settings";
import { THIS_MACHINE } from "@koppeling/api/features/settings/name-audience";
import { isPublicAddress } from "@koppeling/api/find-public-faults";
import type { LoadedEnvironment, Values } from "./env";
import { loadTool } from "./load-tool";

export interface OpenSandbox {
  /** What the environment says of a Fathom that is this sandbox. */
  values: Values;
  /** Stops it, unless another process runs it. */
  stop: () => Promise<void>;
}

const loadSandbox = () =>
  loadTool(
    () => import("@koppeling/sandbox/start-sandbox"),
    "There is no Fathom API key, and this installation has no sandbox (that comes with tools/). Set FATHOM_API_KEY.",
  );

const noteFile = (dataDir: string): string => path.join(dataDir, "sandbox.json");

function rememberedPort(dataDir: string): number | undefined {
  const file = noteFile(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { port: number }).port : undefined;
}

/** Whether `npm start` has used the sandbox here. */
export const sandboxWasUsed = (dataDir: string): boolean => existsSync(noteFile(dataDir));

/** The sandbox takes Fathom's place only while nobody has set a key of their own, or where Fathom is, and never in public. */
export async function isSandboxWanted(loaded: LoadedEnvironment, deps: Deps): Promise<boolean> {
  const { FATHOM_API_KEY, FATHOM_API_BASE_URL } = loaded.configured;
  if (FATHOM_API_KEY || FATHOM_API_BASE_URL || isPublicAddress(deps.config.nextauthUrl)) return false;
  const { apiKey, source, otherFathom } = await loadSettings(deps);
  const { SANDBOX_API_KEY } = await loadSandbox();
  return source !== "database" || otherFathom === THIS_MACHINE || apiKey === SANDBOX_API_KEY;
}

const valuesFor = (url: string, apiKey: string, configured: Values): Values => ({
  FATHOM_API_BASE_URL: url,
  FATHOM_API_KEY: apiKey,
  // Nobody is waiting behind us there.
  FATHOM_REQUESTS_PER_MINUTE: configured.FATHOM_REQUESTS_PER_MINUTE ?? "0",
  FATHOM_HEAVY_REQUESTS_PER_MINUTE: configured.FATHOM_HEAVY_REQUESTS_PER_MINUTE ?? "0",
});

async function answersAsSandbox(url: string, apiKey: string): Promise<boolean> {
  try {
    const headers = { "X-Api-Key": apiKey };
    return (await fetch(`${url}/teams`, { headers, signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false; // nobody listens there, which is the usual case
  }
}

async function startOn(port: number | undefined) {
  const { startSandbox } = await loadSandbox();
  try {
    return await startSandbox({ port: port ?? 0, limits: null });
  } catch (error) {
    if (port === undefined || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return startSandbox({ port: 0, limits: null });
  }
}

/** Joins the sandbox that another process of this installation runs, or starts one on the port of the last time. */
export async function openSandbox({ dataDir, configured }: LoadedEnvironment): Promise<OpenSandbox> {
  const { SANDBOX_API_KEY: apiKey } = await loadSandbox();
  const port = rememberedPort(dataDir);
  const runningUrl = port === undefined ? null : `http://127.0.0.1:${port}/external/v1`;
  if (runningUrl && (await answersAsSandbox(runningUrl, apiKey))) {
    return { values: valuesFor(runningUrl, apiKey, configured), stop: async () => {} };
  }
  const sandbox = await startOn(port);
  writeFileSync(noteFile(dataDir), `${JSON.stringify({ port: sandbox.port })}\n`);
  return { values: valuesFor(sandbox.url, apiKey, configured), stop: () => sandbox.stop() };
}
