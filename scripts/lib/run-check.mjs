import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { rootDir } from "./install.mjs";

/**
 * @typedef {{ passed: number, failed: string[], skipped: number }} Outcome `failed` names each that failed
 * @typedef {{ name: string, about: string, run: () => Promise<Outcome> }} Check
 */

const QUIET = {
  NEXT_TELEMETRY_DISABLED: "1",
  // Colours are noise in a file.
  ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }),
};

/** Runs a program in the root of the repository; its output is shown as it comes, or kept for a failure. */
const runProgram = (command, args, { cwd = rootDir, env = {}, show = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...QUIET, ...env },
      stdio: show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.once("error", (error) => resolve({ succeeded: false, output: error.message }));
    child.once("close", (code) => resolve({ succeeded: code === 0, output }));
  });

/** A program of npm's, by its name. */
export const bin = (name, folder = ".") => path.join(rootDir, folder, "node_modules/.bin", name);

/**
 * A check that passes when programs say so by their exit codes; each is a command, its arguments, and where it runs.
 * @returns {() => Promise<Outcome>}
 */
export const programCheck =
  (name, ...programs) =>
  async () => {
    for (const [command, args, folder = "."] of programs) {
      const { succeeded, output } = await runProgram(command, args, { cwd: path.join(rootDir, folder) });
      if (!succeeded) {
        process.stdout.write(`${output.trim()}\n`);
        return { passed: 0, failed: [name], skipped: 0 };
      }
    }
    return { passed: 1, failed: [], skipped: 0 };
  };

/**
 * A check of many tests: the program writes a JSON report, and `readReport` counts what is in it.
 * @param {string} name
 * @param {(reportFile: string) => { command: string, args: string[], cwd?: string, env?: Record<string, string> }} program
 * @param {(report: any) => Outcome} readReport
 * @returns {() => Promise<Outcome>}
 */
export const testCheck = (name, program, readReport) => async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "koppeling-report-"));
  const reportFile = path.join(folder, "report.json");
  try {
    const { command, args, cwd, env } = program(reportFile);
    const { succeeded } = await runProgram(command, args, { cwd, env, show: true });
    const outcome = readReport(JSON.parse(readFileSync(reportFile, "utf8")));
    // Errors outside of any test fail the run and none of its tests.
    if (!succeeded && outcome.failed.length === 0) outcome.failed.push(`${name}: the run itself (see above)`);
    return outcome;
  } catch (error) {
    return { passed: 0, failed: [`${name}: the run itself (${error.message})`], skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
