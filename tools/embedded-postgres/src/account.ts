import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error";

/** The account that PostgreSQL runs under. */
export interface Account {
  uid: number;
  gid: number;
}

const CANDIDATES = ["postgres", "nobody"];

function numberFromId(flag: "-u" | "-g", name: string): number | null {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
  return status === 0 ? Number(stdout) : null;
}

/**
 * PostgreSQL refuses to run as root, so that root lends it another account. Undefined for everyone else: the server
 * then runs as whoever starts it.
 * @param existingData the data folder of an earlier start, whose owner is kept
 */
export function findServerAccount(existingData: string | null): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existingData) {
    const { uid, gid } = statSync(existingData);
    if (uid !== 0) return { uid, gid };
  }
  for (const name of CANDIDATES) {
    const uid = numberFromId("-u", name);
    const gid = numberFromId("-g", name);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and this machine has no account named ${CANDIDATES.join(" or ")} to run it ` +
      "under. Run this as another user, add such an account, or set DATABASE_URL.",
  );
}

/** Whether an account may enter a folder, and every folder above it. */
export function canReach(directory: string, account: Account): boolean {
  for (let current = path.resolve(directory); ; current = path.dirname(current)) {
    const { mode, uid, gid } = statSync(current);
    const needed = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & needed) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}
