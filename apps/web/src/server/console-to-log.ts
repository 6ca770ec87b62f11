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
 * Sends what Next and libraries print to the log, which bounds its size: such a text can contain a whole request.
 */
export function sendConsoleToLog(log: Deps["log"], target: Console = console) {
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
