import { fileURLToPath } from "node:url";
import pg from "pg";
import { findRuntimeRole, grantRuntime } from "./access/grant-runtime";
import { openAsOwner } from "./access/open-as-owner";
import { readAccessSql } from "./access/read-access-sql";

const REPOSITORY_ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** What somebody other than the owner could get at. */
export type OpenDoor = { problem: string; name: string };

/** After closing, something is open all the same; `message` says what. */
export class OpenDatabaseError extends Error {
  override readonly name = "OpenDatabaseError";
  constructor(readonly doors: OpenDoor[]) {
    const shown = doors.slice(0, 10).map(({ problem, name }) => `  - ${name}: ${problem}`);
    super(
      `The database is open to others than its owner, and could not be closed:\n${shown.join("\n")}\n` +
        "Does the account of DIRECT_DATABASE_URL own all of its tables?",
    );
  }
}

/**
 * Closes every table to all but the owner, gives a runtime role what new tables need, and makes sure of both. Done
 * after each migration.
 * @param options.url of the account that owns the tables
 * @throws OpenDatabaseError when something stays open: then nothing was changed
 */
export async function closeDatabase(options: { url: string; rootDir?: string }): Promise<void> {
  const rootDir = options.rootDir ?? REPOSITORY_ROOT;
  await openAsOwner(options.url, async (client) => {
    await client.query(readAccessSql(rootDir, "close"));
    const role = await findRuntimeRole(client);
    if (role) await grantRuntime(client, role);
    await requireClosed(client, rootDir);
  });
}

/** @returns what is open; nothing, as a rule */
export async function findOpenDoors(options: { url: string; rootDir?: string }): Promise<OpenDoor[]> {
  return await openAsOwner(options.url, async (client) => {
    const { rows } = await client.query<OpenDoor>(
      readAccessSql(options.rootDir ?? REPOSITORY_ROOT, "assert"),
    );
    return rows;
  });
}

/**
 * Makes the account that the app runs under (DATABASE_URL), while migrations keep the owner's (DIRECT_DATABASE_URL).
 * One that is there gets the new password.
 * @throws OpenDatabaseError; pg's error when the owner may not make accounts
 */
export async function createRuntimeRole(options: {
  url: string;
  role: string;
  password: string;
  rootDir?: string;
}): Promise<void> {
  const { url, role, password, rootDir = REPOSITORY_ROOT } = options;
  await openAsOwner(url, async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
    const words = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${pg.escapeLiteral(password)}`;
    await client.query(`${rowCount ? "ALTER" : "CREATE"} ROLE ${pg.escapeIdentifier(role)} ${words}`);
    await client.query(readAccessSql(rootDir, "close"));
    await grantRuntime(client, role);
    await requireClosed(client, rootDir);
  });
}

async function requireClosed(client: pg.Client, rootDir: string): Promise<void> {
  const { rows } = await client.query<OpenDoor>(readAccessSql(rootDir, "assert"));
  if (rows.length > 0) throw new OpenDatabaseError(rows);
}
