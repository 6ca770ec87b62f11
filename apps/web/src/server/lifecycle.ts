import { format, stripVTControlCharacters } from "node:util";
import type { Deps } from "@koppeling/api/deps";
import { closeAtStart } from "@koppeling/api/features/health/close-at-start";
import { resumeLeftRuns } from "@koppeling/api/features/runs/hold-lease";
import { noteProxyFault } from "@koppeling/api/features/health/note-proxy-fault";
import { isChildProcess, isDevelopment } from "@/env";
import { getDeps } from "@/server/deps";
import { openFrontDoor } from "@/server/front-door";
import { recordClientAddresses } from "@/server/peer-address";

/** Requests of the dev server's own tools. */
const DEV_TOOLS = /^\/(__nextjs|_next\/)/;
/** Shorter than the ten seconds after which Docker and others kill a process. */
const STOP_WITHIN_MS = 9_000;
/** How long open requests may take once the jobs have stopped. One that waits for a sync would never be answered. */
const ANSWER_WITHIN_MS = 1_500;

/** Runs once, before the first request is answered. */
export function startLifecycle() {
  const deps = getDeps();
  recordClientAddresses({
    trusted: deps.config.trustedProxies,
    onFault: (fault) => void noteProxyFault(deps, fault),
  });
  void closeAtStart(deps);
  openFrontDoor({ log: deps.log, exempt: isDevelopment ? DEV_TOOLS : null });
  if (!isDevelopment) sendConsoleToLog(deps.log);
  deps.jobs.start();
  // At an engine of its own nothing else would look for them before the lease has lapsed.
  resumeLeftRuns(deps).catch((error: unknown) =>
    deps.log.warn({ err: error }, "runs that were left could not be looked for; the heartbeat will"),
  );

  let stopping = false;
  async function stop(signal: NodeJS.Signals, finish: () => void) {
    if (stopping) return;
    stopping = true;
    deps.log.info({ signal }, "stopping: the page in hand is finished first");
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    try {
      await Promise.all([deps.jobs.stop(), deps.background.stop()]);
    } catch (error) {
      deps.log.error(
        { err: error },
        "the jobs did not stop in order; the next start takes over what they held",
      );
    }
    setTimeout(() => process.exit(0), ANSWER_WITHIN_MS).unref();
    finish();
  }

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    // Next's own handlers would end the process while a sync is in the middle of a page, so they run after ours.
    const nextHandlers = process.listeners(signal);
    process.removeAllListeners(signal);
    process.on(signal, () => {
      void stop(signal, () => {
        if (nextHandlers.length === 0) process.exit(0);
        for (const handler of nextHandlers) handler(signal);
      });
    });
  }

  // When the start script is killed, nothing else would stop this process.
  if (isChildProcess()) process.on("disconnect", () => void stop("SIGTERM", () => process.exit(0)));
}

const LEVELS = {
  error: "error",
  warn: "warn",
  info: "info",
  log: "info",
  debug: "debug",
  trace: "debug",
} as const;

/**
 * Sends what Next and libraries print to the log, which bounds its size: such a text can contain a whole request.
 */
function sendConsoleToLog(log: Deps["log"], target: Console = console) {
  for (const [name, level] of Object.entries(LEVELS) as [keyof typeof LEVELS, "error"][]) {
    target[name] = (...words: unknown[]) => {
      const err = words.find((word) => word instanceof Error);
      const said = words.filter((word) => word !== err);
      const text = said.length > 0 ? stripVTControlCharacters(format(...said)).trim() : err?.message;
      // The text is an argument and not the format, so that a percent sign in it has no meaning.
      log[level]({ source: "console", ...(err ? { err } : {}) }, "%s", text);
    };
  }
}
