import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { rootDir } from "./install.mjs";

/** @param {string[]} args @returns the lines that git prints; null when it fails */
const git = (...args) => {
  const { status, stdout } = spawnSync("git", args, { cwd: rootDir, encoding: "utf8" });
  return status === 0 ? stdout.split("\n").filter(Boolean) : null;
};

/**
 * What differs from where this branch left origin's main, committed or not; from the last commit where there is no
 * such branch.
 * @returns {{ base: string, files: string[] }} files that are there, from the root
 */
export const findChanges = () => {
  const base = git("merge-base", "HEAD", "origin/main")?.[0] ?? "HEAD";
  const changed = git("diff", "--name-only", base);
  const added = git("ls-files", "--others", "--exclude-standard");
  if (!changed || !added) throw new Error("This needs a git repository with a commit in it.");
  const files = [...new Set([...changed, ...added])];
  return { base, files: files.filter((file) => existsSync(path.join(rootDir, file))) };
};
