import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { oursSql } from "./access/ours.sql";
import { appliedMigrationsSql } from "./list-pending-migrations";
import { BACKUP_FORMAT, BACKUP_VERSION, BackupError, type BackupHeader, END_OF_TABLE } from "./read-backup";
import { withConnection } from "./with-connection";

/**
 * For a transaction that copies whole tables: it takes the time it takes, sees every row or fails, and spells values in
 * one way whatever the server's settings are.
 */
export const copySettingsSql = `
  SET LOCAL row_security = off; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC';
  SELECT set_config(name, '0', true) FROM pg_settings
  WHERE name IN ('statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout')`;

type FoundTable = { name: string; columns: string[]; uses: string[] };

/** Our tables, and which others their foreign keys name. Migrations bring their own table along. */
const tablesSql = `${oursSql}
  SELECT r.relname::text AS name,
    ARRAY(SELECT a.attname::text FROM pg_attribute a
      WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
    ARRAY(SELECT t.relname::text FROM pg_constraint k JOIN pg_class t ON t.oid = k.confrelid
      WHERE k.contype = 'f' AND k.conrelid = r.oid AND k.confrelid <> r.oid) AS uses
  FROM relations r WHERE r.is_named AND r.relname <> '_prisma_migrations' ORDER BY 1`;

/** Sequences that count for a column of our tables. */
const sequencesSql = `${oursSql}
  SELECT s.relname::text AS name FROM relations s WHERE s.relkind = 'S' AND EXISTS (
    SELECT FROM pg_depend d JOIN relations t ON t.oid = d.refobjid AND t.is_named
    WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))`;

/** Each table after those that it refers to. */
function sortByReferences(tables: FoundTable[]): FoundTable[] {
  const sorted: FoundTable[] = [];
  const isPlaced = (name: string) =>
    sorted.some((table) => table.name === name) || !tables.some((table) => table.name === name);
  while (sorted.length < tables.length) {
    const next = tables.find((table) => !isPlaced(table.name) && table.uses.every(isPlaced));
    if (!next)
      throw new Error("Foreign keys of the tables form a circle: there is no order to restore them in.");
    sorted.push(next);
  }
  return sorted;
}

const selectRows = ({ name, columns }: { name: string; columns: string[] }): string =>
  `SELECT ${columns.map(pg.escapeIdentifier).join(", ")} FROM ${pg.escapeIdentifier(name)}`;

async function describeDatabase(client: pg.Client, schema: string): Promise<BackupHeader> {
  const { rows: found } = await client.query<FoundTable>(tablesSql);
  if (found.length === 0)
    throw new BackupError("The database holds no tables of this product: there is nothing to back up.");
  const { rows: migrations } = await client.query<{ name: string }>(appliedMigrationsSql(schema));
  const tables: BackupHeader["tables"] = [];
  for (const { name, columns } of sortByReferences(found)) {
    const { rows } = await client.query<{ rows: string }>(
      `SELECT count(*) AS rows FROM ${pg.escapeIdentifier(name)}`,
    );
    tables.push({ name, columns, rows: Number(rows[0]?.rows) });
  }
  const sequences: BackupHeader["sequences"] = [];
  for (const { name } of (await client.query<{ name: string }>(sequencesSql)).rows) {
    const { rows } = await client.query<{ value: string; isCalled: boolean }>(
      `SELECT last_value AS value, is_called AS "isCalled" FROM ${pg.escapeIdentifier(name)}`,
    );
    sequences.push(...rows.map((row) => ({ name, ...row })));
  }
  return {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    madeAt: new Date().toISOString(),
    migrations: migrations.map(({ name }) => name),
    tables,
    sequences,
  };
}

async function* writeText(
  client: pg.Client,
  header: BackupHeader,
  onTable: (table: BackupHeader["tables"][number]) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  const add = (text: string | Buffer): Buffer => {
    const bytes = Buffer.from(text);
    hash.update(bytes);
    return bytes;
  };
  yield add(`${JSON.stringify(header)}\n`);
  for (const table of header.tables) {
    for await (const chunk of client.query(copyTo(`COPY (${selectRows(table)}) TO STDOUT`)))
      yield add(chunk as Buffer);
    yield add(END_OF_TABLE);
    onTable(table);
  }
  yield Buffer.from(`${JSON.stringify({ sha256: hash.digest("hex") })}\n`);
}

/** What went wrong, where a person can mend it. */
function explain(error: unknown, file: string): unknown {
  const { code = "", syscall, name, message } = error as NodeJS.ErrnoException;
  if (name === "AbortError") return new BackupError("Stopped. No backup was made.", { cause: error });
  if (code === "42501")
    return new BackupError(
      `The account may not read every table (${message}): set DIRECT_DATABASE_URL to the one that owns them.`,
      { cause: error },
    );
  if (syscall && ["open", "write", "fsync", "rename", "close"].includes(syscall))
    return new BackupError(`${file} cannot be written (${code}).`, { cause: error });
  return error;
}

/**
 * Writes every row of our tables into one file, as they are at one moment, while others go on writing. The file appears
 * under its name when it is whole, readable by its owner alone; one that is there is replaced then.
 * @param options.url of the account that owns the tables; a pooler may stand before the server
 * @param options.onTable hears of each table that is in the file
 * @returns the first line of the file
 * @throws BackupError, and what withConnection does
 */
export async function writeBackup(options: {
  url: string;
  file: string;
  onTable?: (table: BackupHeader["tables"][number]) => void;
  signal?: AbortSignal;
}): Promise<BackupHeader> {
  const { url, file, onTable = () => {}, signal } = options;
  const existing = await stat(file).catch(() => null);
  if (existing && !existing.isFile())
    throw new BackupError(`${file} is no file: name one to write the backup to.`);
  const draft = `${file}.${randomUUID()}.part`;
  try {
    return await withConnection(url, async (client, schema) => {
      await client.query(
        `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ${pg.escapeIdentifier(schema)}; ${copySettingsSql}`,
      );
      const header = await describeDatabase(client, schema);
      await pipeline(
        writeText(client, header, onTable),
        createGzip(),
        createWriteStream(draft, { flags: "wx", mode: 0o600, flush: true }),
        ...(signal ? [{ signal }] : []),
      );
      await client.query("COMMIT");
      await rename(draft, file);
      return header;
    });
  } catch (error) {
    throw explain(error, file);
  } finally {
    await rm(draft, { force: true });
  }
}
