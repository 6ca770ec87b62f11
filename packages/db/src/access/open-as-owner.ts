import pg from "pg";
import { withConnection } from "../with-connection";

/**
 * One connection as the owner of the tables, looking into the schema of the URL's `?schema=`. Throws what withConnection does.
 * @param work its queries; one transaction, so that nothing is half-closed
 */
export async function openAsOwner<Result>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  return await withConnection(databaseUrl, async (client, schema) => {
    await client.query("BEGIN");
    await client.query(`SET LOCAL search_path = ${pg.escapeIdentifier(schema)}`);
    // Several processes may start at once.
    await client.query("SELECT pg_advisory_xact_lock(hashtext('koppeling-access'))");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  });
}
