import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { closeDatabase, createRuntimeRole, findOpenDoors } from "./close-database";
import { createTestDatabase, loadTestClusterUrl } from "@koppeling/testing/create-test-database";

/** The accounts that Supabase's Data API speaks as; a cluster has them once. */
async function makeSupabaseRoles(): Promise<void> {
  const client = new pg.Client({ connectionString: await loadTestClusterUrl() });
  await client.connect();
  await client.query(
    `SELECT pg_advisory_lock(4);
     DO $$ BEGIN
       IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anon') THEN
         CREATE ROLE anon NOLOGIN; CREATE ROLE authenticated NOLOGIN; CREATE ROLE service_role NOLOGIN BYPASSRLS;
       END IF;
     END $$`,
  );
  await client.end();
}

/** What a new project on Supabase has: everything that is made in `public` is open to the Data API's roles. */
const SUPABASE_DEFAULTS = `
  GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
  GRANT ALL ON ALL TABLES IN SCHEMA public TO anon, authenticated, service_role;
  ALTER TABLE system_settings DISABLE ROW LEVEL SECURITY;
  CREATE VIEW every_setting AS SELECT * FROM system_settings;
  CREATE FUNCTION read_settings() RETURNS SETOF system_settings LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM system_settings';
  CREATE TABLE made_later (secret text, id serial);
  INSERT INTO system_settings (setting_key, setting_value) VALUES ('k', 'a secret');
  INSERT INTO made_later VALUES ('a secret')`;

const TABLES_AND_DOORS = [
  "SELECT * FROM system_settings",
  "SELECT * FROM users",
  "SELECT * FROM audit_logs",
  "SELECT * FROM every_setting",
  "SELECT * FROM read_settings()",
  "SELECT * FROM made_later",
  "SELECT nextval('made_later_id_seq')",
  "INSERT INTO audit_logs (action) VALUES ('forged')",
  "DELETE FROM users",
];

describe("closeDatabase", () => {
  it("leaves a migrated database closed", async () => {
    await using database = await createTestDatabase();
    expect(await findOpenDoors({ url: database.url })).toEqual([]);
  });

  it("closes to Supabase's Data API what its defaults open, also what is made later", async () => {
    await makeSupabaseRoles();
    await using database = await createTestDatabase();
    const { pool } = database.db;
    await pool.query(SUPABASE_DEFAULTS);
    const as = async (role: string, statement: string) => {
      const client = await pool.connect();
      try {
        await client.query(`BEGIN; SET LOCAL ROLE ${role}`);
        return (await client.query(statement)).rowCount;
      } finally {
        await client.query("ROLLBACK");
        client.release();
      }
    };
    // The doors are open, so that what follows proves something.
    for (const door of ["every_setting", "read_settings()", "made_later"])
      expect(await as("anon", `SELECT * FROM ${door}`)).toBe(1);
    expect((await findOpenDoors({ url: database.url })).length).toBeGreaterThan(20);

    await closeDatabase({ url: database.url });
    await closeDatabase({ url: database.url });
    expect(await findOpenDoors({ url: database.url })).toEqual([]);
    for (const role of ["anon", "authenticated", "service_role"])
      for (const statement of TABLES_AND_DOORS)
        await expect(as(role, statement), `${role}: ${statement}`).rejects.toThrow("permission denied");

    await pool.query(
      "CREATE TABLE made_last (id int); CREATE FUNCTION made_last() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    );
    expect(await findOpenDoors({ url: database.url })).toEqual([
      { problem: "row level security is off", name: "made_last" },
    ]);
    await expect(as("anon", "SELECT made_last()")).rejects.toThrow("permission denied");
  });

  it("says what it could not close, and changes nothing", async () => {
    await makeSupabaseRoles();
    await using database = await createTestDatabase();
    await database.db.pool.query("CREATE POLICY all_of_it ON users TO authenticated USING (true)");
    await expect(closeDatabase({ url: database.url })).rejects.toMatchObject({
      name: "OpenDatabaseError",
      message: expect.stringContaining("users: a policy opens it to authenticated") as string,
    });
  });
});

describe("createRuntimeRole", () => {
  it("makes an account that writes rows, and can neither create, empty, drop nor alter the audit log", async () => {
    await using database = await createTestDatabase();
    const role = `runtime_${randomUUID().slice(0, 8)}`;
    const password = 'it\'s a "secret" \\ of 24';
    await createRuntimeRole({ url: database.url, role, password });
    await createRuntimeRole({ url: database.url, role, password });
    await database.db.pool.query("CREATE TABLE made_later (id int)");
    expect((await findOpenDoors({ url: database.url })).map(({ name }) => name)).toEqual([
      "made_later",
      "made_later",
    ]);
    await closeDatabase({ url: database.url });
    expect(await findOpenDoors({ url: database.url })).toEqual([]);

    const url = new URL(database.url);
    url.username = role;
    url.password = password;
    const client = new pg.Client({ connectionString: url.toString() });
    await client.connect();
    try {
      await client.query("INSERT INTO users (email) VALUES ('ada@example.com')");
      await client.query("INSERT INTO audit_logs (action, user_id) SELECT 'test', id FROM users");
      await client.query(
        "UPDATE users SET name = 'Ada'; INSERT INTO made_later VALUES (1); DELETE FROM made_later",
      );
      expect((await client.query("SELECT * FROM users JOIN audit_logs ON user_id = users.id")).rowCount).toBe(
        1,
      );
      expect((await client.query("SELECT * FROM _prisma_migrations")).rowCount).toBeGreaterThan(0);
      for (const statement of [
        "UPDATE audit_logs SET action = 'other'",
        "DELETE FROM audit_logs",
        "TRUNCATE audit_logs",
        "DROP TABLE audit_logs",
        "ALTER TABLE audit_logs DISABLE ROW LEVEL SECURITY",
        "DELETE FROM users",
        "TRUNCATE rate_limits",
        "DROP TABLE rate_limits",
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE users ADD COLUMN more text",
        "CREATE TRIGGER t BEFORE INSERT ON users EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "DELETE FROM _prisma_migrations",
        "CREATE ROLE friend",
        "SET ROLE postgres",
        "COPY users TO PROGRAM 'cat'",
      ])
        await expect(client.query(statement), statement).rejects.toThrow(
          /permission denied|must be (owner|superuser)/,
        );
    } finally {
      await client.end();
      await database.db.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
});
