import { isRunByNpm } from "./env";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** npm passes on the same Ctrl-C that the terminal has sent already. */
const SAME_KEY_PRESS_MS = 1000;

const PARENT_CHECK_MS = 500;

/** A kill of npm ends the shell between npm and us, which passes nothing on. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_CHECK_MS);
  timer.unref();
}

/** Aborts at the first Ctrl-C or kill; the second one, a moment later, ends the process as it is. */
export function listenForStop(): AbortSignal {
  const controller = new AbortController();
  if (isRunByNpm()) watchParent(() => controller.abort());
  let firstAt = 0;
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (!controller.signal.aborted) {
        firstAt = Date.now();
        controller.abort();
      } else if (Date.now() - firstAt > SAME_KEY_PRESS_MS) {
        process.stderr.write("Stopped without waiting.\n");
        process.exit(1);
      }
    });
  }
  return controller.signal;
}

export const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
