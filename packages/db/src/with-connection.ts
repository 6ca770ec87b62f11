import pg from "pg";
import { readDatabaseUrl } from "./read-database-url";

const CONNECTION_TIMEOUT_MS = 10_000;

/**
 * One connection for some queries, closed afterwards.
 * @param work gets the client, and the schema of our tables, which it does not look into by itself
 * @throws DatabaseUrlError, and the driver's errors (see explainConnectionError)
 */
export async function withConnection<Result>(
  databaseUrl: string,
  work: (client: pg.Client, schema: string) => Promise<Result>,
): Promise<Result> {
  const { config, schema } = readDatabaseUrl(databaseUrl);
  const client = new pg.Client({ ...config, connectionTimeoutMillis: CONNECTION_TIMEOUT_MS });
  client.on("error", () => {}); // the query that is under way fails with it
  await client.connect();
  try {
    return await work(client, schema);
  } finally {
    await client.end();
  }
}
