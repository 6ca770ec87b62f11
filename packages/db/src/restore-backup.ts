import path from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { openAsOwner } from "./access/open-as-owner";
import { oursSql } from "./access/ours.sql";
import { appliedMigrationsSql, listMigrations } from "./list-pending-migrations";
import { migrate } from "./migrate";
import { BackupError, type BackupHeader, type BackupTable, readBackup } from "./read-backup";
import { readDatabaseUrl } from "./read-database-url";
import { copySettingsSql } from "./write-backup";

const MISSING_DATABASE = "3D000";
const EMPTY_DATABASE =
  "A backup is restored into an empty database, or an empty schema (?schema= in its address), and nothing was changed here.";

async function findTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `${oursSql} SELECT relname::text AS name FROM relations WHERE is_named AND relname <> '_prisma_migrations' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** @throws BackupError that names tables with rows in them */
async function requireEmpty(client: pg.Client, tables: string[]): Promise<void> {
  const filled: string[] = [];
  for (const name of tables) {
    const { rowCount } = await client.query(`SELECT FROM ${pg.escapeIdentifier(name)} LIMIT 1`);
    if (rowCount) filled.push(name);
  }
  if (filled.length === 0) return;
  const shown = [...filled.slice(0, 5), ...(filled.length > 5 ? [`${filled.length - 5} more`] : [])];
  throw new BackupError(`The database holds rows already (${shown.join(", ")}). ${EMPTY_DATABASE}`);
}

/**
 * Makes sure that there are no rows, and no tables that the backup's version does not know.
 * @returns the migrations that the database has
 */
async function inspectTarget(url: string, header: BackupHeader): Promise<string[]> {
  const { schema } = readDatabaseUrl(url);
  try {
    return await openAsOwner(url, async (client) => {
      const tables = await findTables(client);
      if (tables.length === 0) return [];
      await client.query(copySettingsSql);
      await requireEmpty(client, tables);
      const { rows } = await client.query<{ name: string }>(appliedMigrationsSql(schema));
      const applied = rows.map(({ name }) => name);
      const newer = applied.filter((name) => !header.migrations.includes(name));
      if (newer.length === 0) return applied;
      throw new BackupError(
        `The database has the tables of a newer version than the backup (${newer.join(", ")}). ${EMPTY_DATABASE}`,
      );
    });
  } catch (error) {
    if ((error as { code?: string }).code === MISSING_DATABASE) return []; // the migration makes it
    throw error;
  }
}

async function loadTable(client: pg.Client, table: BackupTable, rows: AsyncIterable<Buffer>): Promise<void> {
  const columns = table.columns.map(pg.escapeIdentifier).join(", ");
  const copy = client.query(copyFrom(`COPY ${pg.escapeIdentifier(table.name)} (${columns}) FROM STDIN`));
  await pipeline(rows, copy);
  if (copy.rowCount !== table.rows)
    throw new BackupError(`${table.name} took ${copy.rowCount} rows of ${table.rows}. Nothing was restored.`);
}

/** All or nothing: another process meets empty tables or full ones. */
async function loadRows(options: {
  url: string;
  file: string;
  header: BackupHeader;
  hadTables: boolean;
  onTable: (table: BackupTable) => void;
}): Promise<void> {
  const { url, file, header, hadTables, onTable } = options;
  await openAsOwner(url, async (client) => {
    await client.query(copySettingsSql);
    const tables = await findTables(client);
    const strange = header.tables.filter(({ name }) => !tables.includes(name));
    if (strange.length > 0)
      throw new BackupError(`${file} names tables that are not ours. Nothing was restored.`);
    const names = tables.map(pg.escapeIdentifier);
    await client.query(`LOCK TABLE ${names.join(", ")} IN ACCESS EXCLUSIVE MODE`);
    // What our triggers would write stands in the backup already.
    for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
    if (hadTables) await requireEmpty(client, tables);
    // Rows that migrations put into new tables are in the backup as well.
    else
      for (const { name } of header.tables.toReversed())
        await client.query(`DELETE FROM ${pg.escapeIdentifier(name)}`);
    await readBackup(file, async (table, rows) => {
      await loadTable(client, table, rows);
      onTable(table);
    });
    for (const { name, value, isCalled } of header.sequences)
      await client.query("SELECT setval($1::regclass, $2, $3)", [pg.escapeIdentifier(name), value, isCalled]);
    // Here erasures that came after the backup are to be applied, once there are erasures.
    for (const name of names) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
  });
}

/**
 * Puts a backup into an empty database, as the version that it was made by: what is newer is the next migration's work.
 * @param options.url of the account that is to own the tables
 * @param options.header of the file, which has been read to its end once
 * @throws BackupError, MigrateError, OpenDatabaseError, and what withConnection does; no row is there then
 */
export async function restoreBackup(options: {
  url: string;
  file: string;
  header: BackupHeader;
  /** The root of this repository. */
  rootDir: string;
  environment?: Record<string, string>;
  onTable?: (table: BackupTable) => void;
}): Promise<void> {
  const { url, file, header, rootDir, environment = {}, onTable = () => {} } = options;
  const known = listMigrations(path.join(rootDir, "prisma/migrations"));
  const unknown = header.migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new BackupError(
      `${file} was made by a newer version of this product (${unknown.join(", ")}). Restore it with that version.`,
    );
  const applied = await inspectTarget(url, header);
  if (applied.length < header.migrations.length)
    await migrate({ url, rootDir, migrations: header.migrations, environment });
  await loadRows({ url, file, header, hadTables: applied.length > 0, onTable });
}
