const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** npm passes on the same Ctrl-C that the terminal has sent already. */
const SAME_KEY_PRESS_MS = 1000;

/** Aborts at the first Ctrl-C or kill; the second one, a moment later, ends the process as it is. */
export function listenForStop(): AbortSignal {
  const controller = new AbortController();
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
