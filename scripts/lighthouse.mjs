// Lighthouse over every page of the built dashboard. Leave the machine alone meanwhile: it measures how busy that is.

import { spawnSync } from "node:child_process";
import path from "node:path";
import { install, rootDir } from "./lib/install.mjs";
import { bin } from "./lib/run-check.mjs";

/** @param {string} command @param {string[]} args @param {string} folder */
const run = (command, args, folder) => {
  const { status } = spawnSync(command, args, { cwd: path.join(rootDir, folder), stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};

install();
run(process.execPath, ["--import", "tsx", "tools/start/src/build.ts"], ".");
run(bin("playwright", "apps/web"), ["test", "-c", "lighthouse.config.ts"], "apps/web");
