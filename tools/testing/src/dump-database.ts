import pg from "pg";
import { type Db } from "@koppeling/db/create-db";

/** Every row of every table as JSON, by table: what a backup holds, in a form that a test can search and put back. */
export type DatabaseDump = Record<string, unknown[]>;

/** Binary columns come as `\x` and hexadecimal digits. */
export async function dumpDatabase(db: Db): Promise<DatabaseDump> {
  const { rows } = await db.pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations' ORDER BY 1",
  );
  const dump: DatabaseDump = {};
  for (const { name } of rows) {
    const { rows: found } = await db.pool.query<{ row: unknown }>(
      `SELECT to_json(t) AS row FROM ${pg.escapeIdentifier(name)} t`,
    );
    dump[name] = found.map(({ row }) => row);
  }
  return dump;
}

/** Puts a dump into a migrated, empty database. Foreign keys are not looked at, as in a real restore. */
export async function restoreDatabase(db: Db, dump: DatabaseDump): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN; SET LOCAL session_replication_role = replica");
    for (const [name, rows] of Object.entries(dump)) {
      const table = pg.escapeIdentifier(name);
      await client.query(
        `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
        [JSON.stringify(rows)],
      );
    }
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}
