import path from "node:path";
import { pathToFileURL } from "node:url";
import { install, rootDir } from "./install.mjs";

/**
 * Installs what is missing, then runs a TypeScript program in this very process, so that signals, arguments and the
 * exit code are its own.
 * @param {string} entry from the root of the repository
 */
export const runTypeScript = async (entry) => {
  install();
  const { register } = await import("tsx/esm/api");
  register();
  await import(pathToFileURL(path.join(rootDir, entry)).href);
};
