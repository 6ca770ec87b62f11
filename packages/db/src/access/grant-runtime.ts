import pg from "pg";
import { oursSql } from "./ours.sql";

/** Of the tables whose rows the app adds to, and never changes or takes away. */
const LESS_THAN_ALL: Record<string, string> = {
  audit_logs: "SELECT, INSERT",
  _prisma_migrations: "SELECT",
  users: "SELECT, INSERT, UPDATE",
};

/**
 * Gives an account what the app needs at run time, and nothing else: it reads and writes rows, adds to the audit log,
 * and can neither create, change, empty nor drop anything. Safe to run again, which new tables need.
 * @param client as the owner of the tables, looking into their schema
 */
export async function grantRuntime(client: pg.Client, role: string): Promise<void> {
  const account = pg.escapeIdentifier(role);
  const { rows: tables } = await client.query<{ name: string; has_policy: boolean }>(
    `${oursSql}
     SELECT r.relname AS name, EXISTS (
       SELECT FROM pg_policies p WHERE p.schemaname = mine.name AND p.tablename = r.relname
         AND p.policyname = 'runtime_access' AND $1 = ANY (p.roles)) AS has_policy
     FROM relations r, mine WHERE r.relkind IN ('r', 'p') AND pg_has_role(r.relowner, 'USAGE')`,
    [role],
  );
  const { rows: schemas } = await client.query<{ name: string }>("SELECT current_schema() AS name");
  const schema = pg.escapeIdentifier(schemas[0]?.name ?? "public");
  await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${account}`);
  for (const { name, has_policy: hasPolicy } of tables) {
    const table = pg.escapeIdentifier(name);
    const rights = LESS_THAN_ALL[name] ?? "SELECT, INSERT, UPDATE, DELETE";
    await client.query(`REVOKE ALL ON ${table} FROM ${account}; GRANT ${rights} ON ${table} TO ${account}`);
    if (hasPolicy) continue;
    await client.query(`DROP POLICY IF EXISTS runtime_access ON ${table}`);
    await client.query(
      `CREATE POLICY runtime_access ON ${table} TO ${account} USING (true) WITH CHECK (true)`,
    );
  }
}

/** The account that was given run-time rights in this schema, if there is one. */
export async function findRuntimeRole(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ role: string }>(
    `${oursSql}
     SELECT DISTINCT pg_get_userbyid(role)::text AS role
     FROM pg_policy p JOIN relations r ON r.oid = p.polrelid, unnest(p.polroles) role
     WHERE p.polname = 'runtime_access' AND role <> 0`,
  );
  return rows[0]?.role ?? null;
}
