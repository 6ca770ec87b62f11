import pg from "pg";
import { type Db } from "@koppeling/db/create-db";

/** Every row of every table as JSON, by table: what a backup holds, in a form that a test can search. */
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
