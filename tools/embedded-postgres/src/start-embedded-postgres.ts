import { randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findServerAccount } from "./account";
import { findBinaries } from "./binaries";
import { EmbeddedPostgresError } from "./embedded-postgres-error";
import { clusterWithin, initCluster, SUPERUSER } from "./init-cluster";
import { withLock } from "./lock-file";
import { choosePort, findExistingData, placeData } from "./place-data";
import {
  findPostmaster,
  isRunning,
  type Postmaster,
  signalStop,
  spawnPostmaster,
  stopPostmaster,
} from "./postmaster";
import { identifyProcess } from "./process-identity";

export { EmbeddedPostgresError };

export interface EmbeddedPostgresOptions {
  /** Where the server's tables, port and log are kept, as a rule `.data`; made when it is missing. */
  dataDir: string;
  /** Of the account that owns the database. Set at the first start, and the same ever after. */
  password: string;
  database?: string;
  /** Default: one that was free at the first start, and the same again for as long as it is free. */
  port?: number;
  /** False for tests: faster, and a crash of the machine costs the data. */
  durable?: boolean;
}

export interface EmbeddedPostgres {
  url: string;
  /** The same server's `postgres` database, for making and dropping others. */
  adminUrl: string;
  port: number;
  /** Where the tables are: within `dataDir`, unless the server's account cannot reach that. */
  dir: string;
  /** The server was running already: another process started it, or one that was killed. */
  tookOver: boolean;
  /** Signs this process off; the last one to do so stops the server. */
  stop: () => Promise<void>;
}

const DEFAULT_DATABASE = "koppeling";
const START_PATIENCE_MS = 120_000;

/** What the server's log says of an obstacle that goes away: a port just taken, what is left of a crashed server. */
const PASSING_OBSTACLE =
  /Address already in use|pre-existing shared memory block|lock file .* already exists/;
const OBSTACLE_PATIENCE_MS = 15_000;
const OBSTACLE_PAUSE_MS = 200;
const WRONG_PASSWORD = "28P01";

const urlOf = (port: number, password: string, database: string): string =>
  `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

async function answers(adminUrl: string, cluster: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 2000 });
  client.on("error", () => {}); // the query that is under way fails with it
  try {
    await client.connect();
    const { rows } = await client.query<{ directory: string }>(
      "SELECT current_setting('data_directory') AS directory",
    );
    return rows[0]?.directory === cluster;
  } catch (error) {
    if ((error as { code?: string }).code !== WRONG_PASSWORD) return false;
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL in ${cluster} was made with another password than the one given. It is in the ` +
        "local.env of the data folder; restore that file, or move both away to begin anew.",
      { cause: error },
    );
  } finally {
    await client.end();
  }
}

/** False when the server went down instead: it was on its way out, or could not start. */
async function waitUntilReady(postmaster: Postmaster, cluster: string, password: string): Promise<boolean> {
  const adminUrl = urlOf(postmaster.port, password, "postgres");
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!(await answers(adminUrl, cluster))) {
    if (!isRunning(postmaster)) return false;
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(`PostgreSQL in ${cluster} runs, but does not answer.`);
    await sleep(30);
  }
  return true;
}

async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** Takes a running server over, else starts one. */
async function findOrStartServer(
  dataDir: string,
  { password, port, durable = true }: EmbeddedPostgresOptions,
): Promise<{ postmaster: Postmaster; cluster: string; tookOver: boolean }> {
  const account = findServerAccount(findExistingData(dataDir));
  const native = findBinaries(account);
  const home = placeData(dataDir, account);
  const cluster = initCluster({ native, home, password, durable, account });

  const logFile = path.join(dataDir, "postgres.log");
  const deadline = Date.now() + OBSTACLE_PATIENCE_MS;
  while (Date.now() < deadline) {
    const running = findPostmaster(cluster);
    if (running) {
      if (await waitUntilReady(running, cluster, password)) {
        return { postmaster: running, cluster, tookOver: true };
      }
      continue;
    }
    const chosen = await choosePort(dataDir, port);
    const postmaster = spawnPostmaster({ native, cluster, port: chosen, durable, account, logFile });
    try {
      if (await waitUntilReady(postmaster, cluster, password))
        return { postmaster, cluster, tookOver: false };
    } catch (error) {
      await stopPostmaster(postmaster);
      throw error;
    }
    if (!PASSING_OBSTACLE.test(readFileSync(logFile, "utf8"))) break;
    await sleep(OBSTACLE_PAUSE_MS);
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL did not start. Its log, ${logFile}, ends with:\n${readFileSync(logFile, "utf8").slice(-2000)}`,
  );
}

async function bringUp(dataDir: string, options: EmbeddedPostgresOptions) {
  const server = await findOrStartServer(dataDir, options);
  const adminUrl = urlOf(server.postmaster.port, options.password, "postgres");
  await ensureDatabase(adminUrl, options.database ?? DEFAULT_DATABASE);
  return server;
}

/**
 * Starts the PostgreSQL that comes from npm, or joins the one that runs already on this data folder, and makes the
 * database when it is missing. As root the server runs under another account.
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { password, database = DEFAULT_DATABASE } = options;
  if (!existsSync(options.dataDir)) {
    mkdirSync(options.dataDir, { recursive: true });
    chmodSync(options.dataDir, 0o755); // whatever the umask: the server's account passes through
  }
  const dataDir = realpathSync(options.dataDir);
  // A temporary folder is closed to others at first, and data that is put elsewhere instead would outlive it.
  if (dataDir.startsWith(realpathSync(tmpdir()))) chmodSync(dataDir, 0o755);
  const lockFile = path.join(dataDir, "postgres.lock");
  const user = joinServer(dataDir);
  try {
    const { postmaster, cluster, tookOver } = await withLock(lockFile, () => bringUp(dataDir, options));

    // A program that fails without stopping the server must not leave it behind.
    const onExit = () => {
      if (user.leave()) signalStop(postmaster);
    };
    process.once("exit", onExit);
    return {
      url: urlOf(postmaster.port, password, database),
      adminUrl: urlOf(postmaster.port, password, "postgres"),
      port: postmaster.port,
      dir: cluster,
      tookOver,
      stop: async () => {
        process.off("exit", onExit);
        await withLock(lockFile, async () => {
          if (user.leave()) await stopPostmaster(postmaster);
        });
      },
    };
  } catch (error) {
    user.leave();
    throw error;
  }
}

/** The URL of the server that runs on this data folder; null when none does. */
export async function findEmbeddedPostgres({
  dataDir,
  password,
  database = DEFAULT_DATABASE,
}: Pick<EmbeddedPostgresOptions, "dataDir" | "password" | "database">): Promise<string | null> {
  const home = existsSync(dataDir) ? findExistingData(realpathSync(dataDir)) : null;
  const postmaster = home && findPostmaster(clusterWithin(home));
  return postmaster ? urlOf(postmaster.port, password, database) : null;
}

/** Counts the processes that use a server, so that the last one to leave stops it. */
interface ServerUser {
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
function joinServer(dataDir: string): ServerUser {
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
