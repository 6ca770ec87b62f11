import { spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Account } from "./account";
import { EmbeddedPostgresError } from "./embedded-postgres-error";

/** The account of the database that owns everything. */
export const SUPERUSER = "postgres";
const MAJOR_VERSION = "18";

/** All that the server's programs see of the environment: neither the language nor the zone of this machine. */
export const SERVER_ENVIRONMENT = {
  NODE_ENV: "production",
  PATH: "/usr/bin:/bin",
  LC_ALL: "C",
  LC_MESSAGES: "C",
  TZ: "UTC",
} as const;

function runInitdb(
  native: string,
  directory: string,
  passwordFile: string,
  durable: boolean,
  account?: Account,
): void {
  const args = [
    ...["-D", directory, "-U", SUPERUSER, "-A", "scram-sha-256", `--pwfile=${passwordFile}`],
    // Independent of this machine's locale, which would give SQL_ASCII where none is set.
    ...["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    ...(durable ? [] : ["--no-sync"]),
  ];
  const { status, stderr, error } = spawnSync(path.join(native, "bin/initdb"), args, {
    ...account,
    cwd: path.dirname(directory),
    env: SERVER_ENVIRONMENT,
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new EmbeddedPostgresError(
      `PostgreSQL could not make its data folder ${directory}: ${error?.message ?? stderr}`,
    );
  }
}

/** The folder of this version's cluster, within the folder that placeData picked. */
export const clusterWithin = (home: string): string => path.join(home, MAJOR_VERSION);

/**
 * Makes an empty cluster within `home`, a folder per major version, unless there is one. A start that was killed
 * half-way is begun anew.
 * @returns the cluster's folder
 */
export function initCluster(options: {
  native: string;
  home: string;
  password: string;
  durable: boolean;
  account: Account | undefined;
}): string {
  const { native, home, password, durable, account } = options;
  const cluster = clusterWithin(home);
  if (existsSync(cluster)) return cluster;
  const other = readdirSync(home).find((name) => /^\d+$/.test(name));
  if (other) {
    throw new EmbeddedPostgresError(
      `${home} holds data of PostgreSQL ${other}, and this is ${MAJOR_VERSION}: dump it with the old version, move it ` +
        "away, and restore it into a new one.",
    );
  }

  const secretDirectory = mkdtempSync(path.join(tmpdir(), "koppeling-"));
  const passwordFile = path.join(secretDirectory, "password");
  // initdb writes piece by piece: only a finished folder may bear the name.
  const draft = path.join(home, "unfinished");
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) {
      for (const file of [draft, secretDirectory, passwordFile]) chownSync(file, account.uid, account.gid);
    }
    runInitdb(native, draft, passwordFile, durable, account);
    renameSync(draft, cluster);
    return cluster;
  } finally {
    rmSync(secretDirectory, { recursive: true, force: true });
  }
}
