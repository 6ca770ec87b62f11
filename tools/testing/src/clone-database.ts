import { randomUUID } from "node:crypto";
import pg from "pg";
import { createDb, type Db } from "@koppeling/db/create-db";
import { TEMPLATE_DATABASE } from "./test-cluster";

/** A migrated, empty database of its own, for as long as `await using` holds it. */
export interface TestDatabase extends AsyncDisposable {
  url: string;
  db: Db;
}

async function asAdmin(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Copies the template of a test cluster. Disposing closes `db` and drops the database, whoever is still in it. */
export async function cloneDatabase(adminUrl: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  // Logging the copy page by page takes more time, and up to a gigabyte beside the databases.
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE} STRATEGY FILE_COPY`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const db = createDb({ url: url.toString(), applicationName: "koppeling-test" });
  return {
    url: url.toString(),
    db,
    [Symbol.asyncDispose]: async () => {
      await db.close();
      await asAdmin(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
