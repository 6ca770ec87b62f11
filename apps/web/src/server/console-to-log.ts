import { format, stripVTControlCharacters } from "node:util";
import type { Deps } from "@koppeling/api/deps";

const LEVELS = {
  error: "error",
  warn: "warn",
  info: "info",
  log: "info",
  debug: "debug",
  trace: "debug",
} as const;

/**
 * What Next and libraries print goes to the log, in its format and within its bounds: a text of theirs may hold a whole
 * request.
 */
export function sendConsoleToLog(log: Deps["log"], target: Console = console) {
  for (const [name, level] of Object.entries(LEVELS) as [keyof typeof LEVELS, "error"][]) {
    target[name] = (...words: unknown[]) => {
      const err = words.find((word) => word instanceof Error);
      const said = words.filter((word) => word !== err);
      const text = said.length > 0 ? stripVTControlCharacters(format(...said)).trim() : err?.message;
      // As an argument: a percent sign in it is only a percent sign.
      log[level]({ source: "console", ...(err ? { err } : {}) }, "%s", text);
    };
  }
}
