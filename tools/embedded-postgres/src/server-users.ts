import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { identifyProcess } from "./process-identity";

/** Counts the processes that use a server, so that the last one to leave stops it. */
export interface ServerUser {
  /** Signs off. True when nobody uses the server any more. */
  leave: () => boolean;
}

function countLiving(directory: string): number {
  let living = 0;
  for (const name of readdirSync(directory)) {
    const file = path.join(directory, name);
    const identity = readFileSync(file, "utf8");
    if (identifyProcess(Number.parseInt(identity, 10)) === identity) living += 1;
    else rmSync(file, { force: true });
  }
  return living;
}

/** Signs this process on as a user of the server of `dataDir`. Those that were killed do not count. */
export function joinServer(dataDir: string): ServerUser {
  const directory = path.join(dataDir, "postgres-users");
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, randomUUID());
  writeFileSync(file, identifyProcess(process.pid) ?? "");
  return {
    leave: () => {
      rmSync(file, { force: true });
      return countLiving(directory) === 0;
    },
  };
}
