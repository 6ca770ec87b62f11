// What has to be there before anything else can run. Plain JavaScript without imports from npm.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export const rootDir = path.resolve(import.meta.dirname, "../..");

const PNPM = "pnpm@10.34.9";
const OLDEST_NODE = [20, 19];
const GENERATED_CLIENT = "packages/db/src/generated";

const absolute = (file) => path.join(rootDir, file);

/** Progress goes to stderr: stdout belongs to the command that follows. */
const say = (text) => process.stderr.write(`${text}\n`);

const filesIn = (folder) => readdirSync(absolute(folder)).map((name) => path.join(folder, name));

const hashFiles = (files, ...more) => {
  const hash = createHash("sha256").update(more.join("\n"));
  for (const file of files.toSorted()) {
    hash.update(`\n${file}\n`).update(existsSync(absolute(file)) ? readFileSync(absolute(file)) : "missing");
  }
  return hash.digest("hex");
};

/** Stops with a sentence; `details` is what the failed program said. */
const giveUp = (sentence, details = "") => {
  if (details.trim()) say(details.trim());
  say(`\n${sentence}`);
  process.exit(1);
};

const checkNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  giveUp(
    `This needs Node ${OLDEST_NODE.join(".")} or later, and ${process.version} is what runs it (see .nvmrc).`,
  );
};

/**
 * Does `work` unless it was done before with the same inputs.
 * @param {{ stampFile: string, stamp: string, work: () => void }} step
 */
const once = ({ stampFile, stamp, work }) => {
  const file = absolute(stampFile);
  if (existsSync(file) && readFileSync(file, "utf8") === stamp) return;
  work();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, stamp);
};

/** Shows the program's own progress on a terminal, and elsewhere its words only when it fails. */
const run = (command, args, failure) => {
  const result = spawnSync(command, args, {
    cwd: rootDir,
    encoding: "utf8",
    stdio: process.stderr.isTTY ? ["ignore", 2, 2] : ["ignore", "pipe", "pipe"],
    // pnpm asks no questions then.
    env: { ...process.env, CI: "true", CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  if (result.signal) process.exit(130);
  if (result.error) giveUp(`${failure} (${result.error.message})`);
  if (result.status !== 0) giveUp(failure, `${result.stdout ?? ""}\n${result.stderr ?? ""}`);
};

const installDependencies = () => {
  const manifests = ["apps", "packages", "tools"]
    .flatMap(filesIn)
    .map((folder) => path.join(folder, "package.json"));
  const inputs = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ...manifests];
  once({
    stampFile: "node_modules/.koppeling-install",
    stamp: hashFiles(inputs, process.version, PNPM),
    work: () => {
      say("Installing dependencies (the first time this takes about a minute) …");
      run(
        "npx",
        ["-y", PNPM, "install", "--frozen-lockfile"],
        "The dependencies could not be installed. Is the npm registry within reach, and is there room on the disk?",
      );
      installHooks();
    },
  });
};

/** Sets up the checks before a commit, in a clone of somebody who works on it. Without git there is nothing to do. */
const installHooks = () => {
  const lefthook = absolute("node_modules/.bin/lefthook");
  if (process.env.CI || !existsSync(absolute(".git")) || !existsSync(lefthook)) return;
  spawnSync(lefthook, ["install"], { cwd: rootDir, stdio: "ignore" });
};

const generateClient = () => {
  const engine = filesIn("tools/schema-engine/src").filter((file) => file.endsWith(".mjs"));
  const manifests = ["package.json", "tools/schema-engine/package.json"];
  const inputs = ["prisma/schema.prisma", "prisma.config.ts", ...manifests, ...engine];
  once({
    stampFile: `${GENERATED_CLIENT}/.stamp`,
    stamp: hashFiles(inputs),
    work: () => {
      say("Generating the database client …");
      run(
        process.execPath,
        [absolute("node_modules/prisma/build/index.js"), "generate"],
        "The database client could not be generated from prisma/schema.prisma.",
      );
    },
  });
};

/** Brings node_modules and the generated client up to date; ends the process with a sentence when it cannot. */
export const install = () => {
  checkNode();
  installDependencies();
  generateClient();
};
