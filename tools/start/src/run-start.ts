import { setTimeout as sleep } from "node:timers/promises";
import { SYSTEM } from "@koppeling/api/context";
import type { Deps } from "@koppeling/api/deps";
import { AppError } from "@koppeling/api/errors";
import { testConnection } from "@koppeling/api/features/connections/test-connection";
import { isComplete, type RunResult } from "@koppeling/api/features/runs/run-result";
import { runSync } from "@koppeling/api/features/sync/run-sync";
import { describeError } from "@koppeling/cli/describe-error";
import { describeFigures, describeSkipped } from "@koppeling/cli/describe-sync";
import { listenForStop, whenAborted } from "@koppeling/cli/listen-for-stop";
import { Cleanup } from "./cleanup";
import { type Prepared, prepare, type SignIn } from "./prepare";
import { createRunStep, type RunStep, StepFailed, StopRequested } from "./steps";
import type { WebServer } from "./web-server";

/** How the dashboard is served: as built, or with hot reload. */
export type ServeDashboard = (context: {
  prepared: Prepared;
  runStep: RunStep;
  cleanup: Cleanup;
  signal: AbortSignal;
}) => Promise<{ web: WebServer; logFile: string | null }>;

interface Connection {
  fathom: string;
  sync: RunResult | null;
}

async function connectAndSync(
  { deps, usesSandbox }: Prepared,
  options: { sync: boolean; runStep: RunStep; signal: AbortSignal },
): Promise<Connection> {
  const { runStep, signal } = options;
  const { connected, message } = await runStep("Connection to Fathom", async (tell) => {
    const connection = await tryConnection(deps);
    tell(connection.message);
    return connection;
  });
  const fathom = usesSandbox
    ? "the sandbox, with made-up calls; save an API key under Settings to use yours"
    : message;
  if (!options.sync || !connected) return { fathom, sync: null };
  const sync = await runStep("Sync", async (tell) => {
    const result = await syncAtStart(deps, {
      signal,
      onProgress: (progress) => tell(describeFigures(progress)),
    });
    if (signal.aborted) throw new StopRequested();
    tell(isComplete(result.status) ? describeFigures(result) : result.message);
    return result;
  });
  return { fathom, sync };
}

/**
 * Starts everything, says where it is, and stays until it is asked to stop; then stops what it started, the dashboard
 * first and the database last.
 * @returns the exit code
 */
export async function runStart(serve: ServeDashboard, { sync }: { sync: boolean }): Promise<number> {
  const signal = listenForStop();
  const cleanup = new Cleanup();
  const runStep = createRunStep(signal);
  /** A password that was made just now, and not shown yet. */
  const unseen: { signIn?: SignIn | undefined } = {};
  try {
    const prepared = await prepare(runStep, cleanup, (signIn) => {
      if (signIn.generatedPassword !== null) unseen.signIn = signIn;
    });
    const { web, logFile } = await serve({ prepared, runStep, cleanup, signal });
    const connection = await connectAndSync(prepared, { sync, runStep, signal });
    const { address, signIn } = prepared;
    process.stdout.write(describeStart({ address, signIn, ...connection, logFile }));
    unseen.signIn = undefined;

    await Promise.race([whenAborted(signal), web.exited]);
    if (signal.aborted) {
      process.stdout.write("\nStopping …\n");
      return 0;
    }
    await sleep(100); // its last words are on their way to the file
    process.stderr.write(`\nThe dashboard ended by itself. It said:\n${web.lastWords()}\n`);
    return 1;
  } catch (error) {
    if (error instanceof StopRequested) return 0;
    if (!(error instanceof StepFailed)) process.stderr.write(`${describeError(error)}\n`);
    return 1;
  } finally {
    // Nobody can look it up later, whatever went wrong in between.
    if (unseen.signIn) process.stdout.write(`\nAn admin was made:\n${describeSignIn(unseen.signIn)}`);
    await cleanup.run();
  }
}

/** @returns whether there is a connection, and a sentence about it */
async function tryConnection(deps: Deps): Promise<{ connected: boolean; message: string }> {
  try {
    const { success, message } = await testConnection(deps, { actor: SYSTEM, locale: "en" });
    return { connected: success, message };
  } catch (error) {
    // No key yet, or one that cannot be opened: the dashboard is where that is mended.
    if (error instanceof AppError) return { connected: false, message: describeError(error) };
    throw error;
  }
}

/** Syncs from where the last sync ended, or the last 30 days. A sync that fails is a result here, not an error. */
async function syncAtStart(
  deps: Deps,
  options: { signal: AbortSignal; onProgress: (result: RunResult) => void },
): Promise<RunResult> {
  return runSync(deps, { trigger: "cli", locale: "en", ...options });
}

const line = (name: string, text: string): string => `  ${name.padEnd(11)}${text}\n`;

/** How to sign in. The password only when it was made just now: nobody can look it up later. */
function describeSignIn({ email, generatedPassword }: SignIn): string {
  if (generatedPassword === null) return line("Sign in", email);
  return line("Sign in", email) + line("Password", `${generatedPassword}   (shown once: note it down)`);
}

/** What a person needs to know once everything runs. */
function describeStart(options: {
  address: string;
  signIn: SignIn;
  fathom: string;
  sync: RunResult | null;
  logFile: string | null;
}): string {
  const { address, signIn, fathom, sync, logFile } = options;
  let text = `\nFathom Koppeling runs.\n\n${line("Dashboard", address)}${describeSignIn(signIn)}${line("Fathom", fathom)}`;
  if (sync) {
    text += line("Sync", isComplete(sync.status) ? describeFigures(sync) : sync.message);
    const skipped = describeSkipped(sync);
    if (skipped) text += line("", `skipped: ${skipped}`);
  }
  if (logFile) text += line("Log", logFile);
  return `${text}\nCtrl-C stops everything that was started here, and loses nothing.\n`;
}
