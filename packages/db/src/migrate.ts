import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { closeDatabase } from "./close-database";
import { explainConnectionError } from "./explain-connection-error";
import { withConnection } from "./with-connection";

export interface MigrateOptions {
  /** The account in it must own the tables. */
  url: string;
  /** The folder that holds `prisma.config.ts`; default: the root of this repository. */
  rootDir?: string;
  /** Only these, where a database is to become that of an older version; default: all of this one. */
  migrations?: string[];
  /** More for the environment of Prisma's command line, such as NODE_EXTRA_CA_CERTS. */
  environment?: Record<string, string>;
}

/** A migration did not go through. `message` says what to do, and holds no password. */
export class MigrateError extends Error {
  override readonly name = "MigrateError";
  constructor(
    /** Prisma's code, such as P1001; null where it has none. */
    readonly code: string | null,
    message: string,
  ) {
    super(message);
  }
}

const REPOSITORY_ROOT = fileURLToPath(new URL("../../..", import.meta.url));

interface CommandResult {
  exitCode: number | null;
  output: string;
}

function runPrisma(
  args: string[],
  rootDir: string,
  environment: Record<string, string>,
): Promise<CommandResult> {
  const manifest = createRequire(path.join(rootDir, "package.json")).resolve("prisma/package.json");
  const command = path.join(path.dirname(manifest), "build/index.js");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], {
      cwd: rootDir,
      env: {
        NODE_ENV: "production",
        // The engine is a script that finds its Node through the path.
        PATH: `${path.dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
        HOME: homedir(),
        CHECKPOINT_DISABLE: "1",
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        NO_COLOR: "1",
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, output }));
  });
}

/** The password may stand in a text as it is, or as the URL spells it, which a short one does by chance. */
function withoutPassword(text: string, url: URL): string {
  const spellings = [url.password, decodeURIComponent(url.password)].filter(Boolean);
  return spellings.reduce(
    (cleaned, spelling) =>
      spelling.length < 8
        ? cleaned.replaceAll(`:${spelling}@`, ":***@")
        : cleaned.replaceAll(spelling, "***"),
    text,
  );
}

const MISSING_DATABASE = "3D000";
/** What Prisma calls what the driver met. */
const PRISMA_CODES: Record<string, string> = {
  ...{ "28P01": "P1000", "28000": "P1000" },
  ...{ ECONNREFUSED: "P1001", ETIMEDOUT: "P1001", ENOTFOUND: "P1001", EHOSTUNREACH: "P1001" },
};

const describePlace = (url: URL): string => `the database ${url.pathname.slice(1)} at ${url.host}`;
const startSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/**
 * Makes sure of what Prisma has no words of its own for: that the server answers, that the way to it is not a pooler that
 * gives each transaction another session, and that the schema is there.
 */
async function prepareSchema(databaseUrl: string): Promise<void> {
  const place = describePlace(new URL(databaseUrl));
  try {
    await withConnection(databaseUrl, async (client, schema) => {
      if (await sharesSessions(databaseUrl, client))
        throw new MigrateError(
          null,
          `${startSentence(place)} is reached through a pooler that gives each transaction another session, which migrations ` +
            "cannot use: set DIRECT_DATABASE_URL to the address of the server itself, or of the pooler's session mode " +
            "(at Supabase: Direct connection or Session pooler, port 5432).",
        );
      const { rowCount } = await client.query("SELECT FROM pg_namespace WHERE nspname = $1", [schema]);
      if (rowCount === 0) await client.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`);
    });
  } catch (error) {
    if (error instanceof MigrateError) throw error;
    const { code = "" } = error as { code?: string };
    if (code === MISSING_DATABASE) return; // Prisma makes it, and the schema
    const explanation = explainConnectionError(error);
    if (explanation === null) throw error;
    throw new MigrateError(PRISMA_CODES[code] ?? null, `${startSentence(place)}: ${explanation}`);
  }
}

/** How many other sessions may sit between ours and the one that we look for. */
const SESSIONS_TRIED = 3;

/**
 * Whether what is behind a connection may be used by others between two of its transactions. A pooler hands out the session
 * that was given back last, as a rule, so others that begin a transaction come across it.
 * @param client idle; it stays connected meanwhile, so that a session of its own is nobody else's
 */
async function sharesSessions(databaseUrl: string, client: pg.Client): Promise<boolean> {
  const findProcess = async (of: pg.Client) => {
    const { rows } = await of.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    return rows[0]?.pid;
  };
  const process = await findProcess(client);
  if (process === (client as pg.Client & { processID: number }).processID) return false;
  const isMetBy = (sessions: number): Promise<boolean> =>
    withConnection(databaseUrl, async (other) => {
      await other.query("BEGIN");
      if ((await findProcess(other)) === process) return true;
      return sessions > 1 && (await isMetBy(sessions - 1));
    });
  return await isMetBy(SESSIONS_TRIED);
}

function explain(output: string, url: URL): MigrateError {
  const code = /\bP\d{4}\b/.exec(output)?.[0] ?? null;
  const where = describePlace(url);
  const migration = /(?:Migration name: |`)(\d{14}_\w+)/.exec(output)?.[1] ?? "a migration";
  const details = withoutPassword(output.slice(Math.max(0, output.indexOf("Error:"))).trim(), url);
  switch (code) {
    case "P1010":
      return new MigrateError(code, `The account for ${where} may not change its tables.\n${details}`);
    case "P3005":
      return new MigrateError(
        code,
        `${startSentence(where)} holds other tables already, in the schema ${url.searchParams.get("schema") ?? "public"}, and nothing ` +
          "of it was changed. Give this product a schema of its own, by ?schema=koppeling at the end of DATABASE_URL and " +
          "DIRECT_DATABASE_URL (it is made if need be), or a database of its own.",
      );
    case "P3009":
      return new MigrateError(
        code,
        `An earlier start could not finish ${migration} in ${where}. Repair what stood in its way, then mark it with ` +
          `"npx prisma migrate resolve".\n${details}`,
      );
    case "P3018":
      return new MigrateError(code, `${migration} failed in ${where}.\n${details}`);
    default:
      return new MigrateError(code, `The migrations did not go through in ${where}.\n${details}`);
  }
}

/** Runs `work` with a folder that holds some of the migrations, and no others. */
async function withMigrations<Result>(
  rootDir: string,
  migrations: string[],
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const all = path.join(rootDir, "prisma/migrations");
  const folder = await mkdtemp(path.join(tmpdir(), "koppeling-migrations-"));
  try {
    for (const name of ["migration_lock.toml", ...migrations])
      await cp(path.join(all, name), path.join(folder, name), { recursive: true });
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Brings a database up to this version with Prisma's own command line; makes it when it is missing. Several processes
 * may do so at once: one applies, the others wait.
 * @returns the names of the migrations that this call applied
 * @throws MigrateError; DatabaseUrlError; OpenDatabaseError when something of it is open to others than the owner
 */
export async function migrate({
  url,
  rootDir = REPOSITORY_ROOT,
  migrations,
  environment = {},
}: MigrateOptions): Promise<{ applied: string[] }> {
  await prepareSchema(url);
  const values = { ...environment, DATABASE_URL: url, DIRECT_DATABASE_URL: url };
  const deploy = (more: Record<string, string>) =>
    runPrisma(["migrate", "deploy"], rootDir, { ...values, ...more });
  const { exitCode, output } = migrations
    ? await withMigrations(rootDir, migrations, (folder) => deploy({ KOPPELING_MIGRATIONS_DIR: folder }))
    : await deploy({});
  if (exitCode !== 0) throw explain(output, new URL(url));
  await closeDatabase({ url });
  return { applied: [...output.matchAll(/^[ \t]*[└├]─ (\d{14}_\w+)\/$/gm)].map((match) => match[1] ?? "") };
}
