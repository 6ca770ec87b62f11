import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

function readProc(pid: number, name: "stat" | "cmdline"): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
}

function askPs(pid: number, column: "lstart" | "command"): string | null {
  const { stdout } = spawnSync("ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" });
  return stdout?.trim() || null;
}

/**
 * A text that names a running process and, unlike its number, is never given to another one: null when nothing runs
 * under that number, or only a zombie.
 */
export function identifyProcess(pid: number): string | null {
  if (process.platform !== "linux") {
    const startedAt = askPs(pid, "lstart");
    return startedAt && `${pid}@${startedAt}`;
  }
  const stat = readProc(pid, "stat");
  if (stat === null) return null;
  // The second field is the program's name in brackets, and may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const state = fields[0];
  const startTicks = fields[19];
  return state === "Z" || state === "X" ? null : `${pid}@${startTicks}`;
}

/** The command line of a running process; null when there is none. */
export function commandLineOf(pid: number): string | null {
  if (process.platform !== "linux") return askPs(pid, "command");
  return readProc(pid, "cmdline")?.replaceAll("\0", " ").trim() || null;
}
