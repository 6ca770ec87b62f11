// `node scripts/run.mjs tools/start/src/main.ts --no-sync`: installs what is missing, then runs a TypeScript program in
// this very process, so that signals, arguments and the exit code are its own.

import path from "node:path";
import { pathToFileURL } from "node:url";
import { install, rootDir } from "./lib/install.mjs";

const [node = "", , program = "", ...args] = process.argv;
const file = path.join(rootDir, program);
process.argv = [node, file, ...args];
install();
const { register } = await import("tsx/esm/api");
register();
await import(pathToFileURL(file).href);
