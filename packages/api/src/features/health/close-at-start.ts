import { ensureClosed, readDoors } from "@koppeling/db/close-database";
import { explainConnectionError } from "@koppeling/db/explain-connection-error";
import { requireTlsInPublic } from "../../check-database-urls";
import { type Deps } from "../../deps";

/**
 * For a server that starts: closes what is open of the tables, where an account that may is known, and else says what is
 * open. Never throws: a database that is away shows in the ready check, which also asks this again.
 */
export async function closeAtStart(deps: Deps): Promise<void> {
  const { databaseUrl, directDatabaseUrl } = deps.config;
  try {
    if ((await readDoors(deps.db.pool)).length === 0) return;
    const closed = await ensureClosed({ url: requireTlsInPublic(directDatabaseUrl ?? databaseUrl) });
    if (closed.length > 0) deps.log.warn({ closed }, "the database was open to others, and is closed again");
  } catch (error) {
    const reason = explainConnectionError(error) ?? "the database may be open to others than its owner";
    deps.log.error({ err: error }, reason);
  }
}
