import pg from "pg";
import { assertSql } from "./access/assert.sql";
import { closeSql } from "./access/close.sql";
import { findRuntimeRole, grantRuntime } from "./access/grant-runtime";
import { openAsOwner } from "./access/open-as-owner";

/** What somebody other than the owner could get at. */
export type OpenDoor = { problem: string; name: string };

/** Something is open to others; `message` is one sentence about what, and what to do. */
export class OpenDatabaseError extends Error {
  override readonly name = "OpenDatabaseError";
  /** @param isOwner the account may close what it owns, and something stays open all the same */
  constructor(
    readonly doors: OpenDoor[],
    isOwner: boolean,
  ) {
    const remedy = isOwner
      ? "this account could not close it: let it own all of these tables (ALTER TABLE … OWNER TO), and drop the policies that are named here"
      : CLOSE_COMMAND;
    super(`The database is open to others than its owner (${describeDoors(doors)}); ${remedy}.`);
  }
}

const CLOSE_COMMAND =
  'close it with "npm run koppeling -- migrate" and DIRECT_DATABASE_URL of the account that owns the tables';

/** For who only looks: one sentence about what is open, and which command closes it. */
export const explainDoors = (doors: OpenDoor[]): string => new OpenDatabaseError(doors, false).message;

function describeDoors(doors: readonly OpenDoor[]): string {
  const shown = doors.slice(0, 10).map(({ problem, name }) => `${name}: ${problem}`);
  return [...shown, ...(doors.length > 10 ? [`and ${doors.length - 10} more`] : [])].join("; ");
}

/**
 * Closes every table of ours to all but the owner, gives a runtime role what new tables need, and makes sure of both.
 * @param options.url of the account that owns the tables
 * @throws OpenDatabaseError when something stays open: then nothing was changed
 */
export async function closeDatabase(options: { url: string }): Promise<void> {
  await openAsOwner(options.url, close);
}

/**
 * For every start: makes sure that everything of ours is closed, and closes it where the account may. A grant by hand or
 * a start that was interrupted between migrating and closing leaves no trace in the migrations.
 * @param options.url an account that owns nothing is enough as long as nothing is open
 * @returns what was open, and is closed now; nothing, as a rule
 * @throws OpenDatabaseError when something stays open: then nothing was changed
 */
export async function ensureClosed(options: { url: string }): Promise<OpenDoor[]> {
  return await openAsOwner(options.url, async (client) => {
    const { rows: doors } = await client.query<OpenDoor>(assertSql);
    if (doors.length === 0) return [];
    const { rows: owners } = await client.query(
      "SELECT FROM pg_class WHERE oid = to_regclass('_prisma_migrations') AND pg_has_role(relowner, 'USAGE')",
    );
    if (owners.length === 0) throw new OpenDatabaseError(doors, false);
    await close(client);
    return doors;
  });
}

/** @returns what is open; nothing, as a rule */
export async function findOpenDoors(options: { url: string }): Promise<OpenDoor[]> {
  return await openAsOwner(options.url, readDoors);
}

/** The same over a connection that is there already, whose search path leads to our tables. One query. */
export async function readDoors(db: pg.Client | pg.Pool): Promise<OpenDoor[]> {
  const { rows } = await db.query<OpenDoor>(assertSql);
  return rows;
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
}): Promise<void> {
  const { url, role, password } = options;
  await openAsOwner(url, async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
    const words = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${pg.escapeLiteral(password)}`;
    await client.query(`${rowCount ? "ALTER" : "CREATE"} ROLE ${pg.escapeIdentifier(role)} ${words}`);
    await client.query(closeSql);
    await grantRuntime(client, role);
    await requireClosed(client);
  });
}

async function close(client: pg.Client): Promise<void> {
  await client.query(closeSql);
  const role = await findRuntimeRole(client);
  if (role) await grantRuntime(client, role);
  await requireClosed(client);
}

async function requireClosed(client: pg.Client): Promise<void> {
  const doors = await readDoors(client);
  if (doors.length > 0) throw new OpenDatabaseError(doors, true);
}
