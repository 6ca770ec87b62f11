import pg from "pg";

/**
 * One connection as the owner of the tables, looking into the schema of the URL's `?schema=`. Throws pg's errors.
 * @param work its queries; one transaction, so that nothing is half-closed
 */
export async function openAsOwner<Result>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const url = new URL(databaseUrl);
  const schema = url.searchParams.get("schema") ?? "public";
  url.searchParams.delete("schema");
  const client = new pg.Client({ connectionString: url.toString(), connectionTimeoutMillis: 10_000 });
  client.on("error", () => {}); // the query that is under way fails with it
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query(`SET LOCAL search_path = ${pg.escapeIdentifier(schema)}`);
    // Several processes may start at once.
    await client.query("SELECT pg_advisory_xact_lock(hashtext('koppeling-access'))");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } finally {
    await client.end();
  }
}
