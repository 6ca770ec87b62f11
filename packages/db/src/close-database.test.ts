import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { oursSql } from "./access/ours.sql";
import { closeDatabase, createRuntimeRole, ensureClosed, findOpenDoors } from "./close-database";
import { migrate } from "./migrate";
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

/**
 * A database as a managed PostgreSQL gives it: an account that is no superuser, and extensions of the superuser in
 * `public`, one of which has a table, a sequence and a view of its own.
 */
async function createManagedDatabase({ ownsDatabase }: { ownsDatabase: boolean }) {
  const adminUrl = await loadTestClusterUrl();
  const name = `managed_${randomUUID().slice(0, 8)}`;
  const withDatabase = (path: string, user?: string) => {
    const url = new URL(adminUrl);
    url.pathname = `/${path}`;
    if (user) [url.username, url.password] = [user, "of the owner"];
    return url.href;
  };
  const asAdmin = async (database: string, ...statements: string[]) => {
    const client = new pg.Client({ connectionString: withDatabase(database) });
    await client.connect();
    try {
      let last: pg.QueryResult<Record<string, unknown>> | null = null;
      for (const statement of statements) last = await client.query(statement);
      return last?.rows ?? [];
    } finally {
      await client.end();
    }
  };
  const admin = new URL(adminUrl).pathname.slice(1);
  await asAdmin(
    admin,
    `CREATE ROLE ${name} LOGIN PASSWORD 'of the owner'`,
    `CREATE DATABASE ${name} ${ownsDatabase ? `OWNER ${name}` : ""}`,
  );
  await asAdmin(
    name,
    `GRANT CREATE ON DATABASE ${name} TO ${name}`,
    `GRANT USAGE, CREATE ON SCHEMA public TO ${name}`,
    ...["pg_trgm", "citext", "unaccent", "hstore", "pg_stat_statements", "tablefunc"].map(
      (extension) => `CREATE EXTENSION ${extension}`,
    ),
  );
  return {
    url: withDatabase(name, name),
    role: name,
    query: (...statements: string[]) => asAdmin(name, ...statements),
    /** What a table, sequence, view or function lets others do. */
    rights: async (object: string) => {
      const [row] = await asAdmin(
        name,
        `SELECT coalesce((SELECT relacl::text FROM pg_class WHERE oid = to_regclass('${object}')),
           (SELECT proacl::text FROM pg_proc WHERE oid = to_regprocedure('${object}')), 'as made') AS rights,
           (SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass('${object}')) AS closed`,
      );
      return row;
    },
    [Symbol.asyncDispose]: async () => {
      await asAdmin(admin, `DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${name}`);
    },
  };
}

/** Kinds of things that are somebody else's, open to all. */
const FOREIGN = [
  "CREATE TABLE foreign_things (id serial, name text)",
  "CREATE VIEW foreign_view AS SELECT * FROM foreign_things",
  "CREATE MATERIALIZED VIEW foreign_matview AS SELECT * FROM foreign_things",
  "CREATE SEQUENCE foreign_sequence",
  "CREATE FUNCTION foreign_function() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  "CREATE PROCEDURE foreign_procedure() LANGUAGE sql AS 'SELECT 1'",
  "GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC",
  "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO PUBLIC",
];
const FOREIGN_NAMES = [
  ...["foreign_things", "foreign_view", "foreign_matview", "foreign_sequence", "foreign_things_id_seq"],
  ...["foreign_function()", "foreign_procedure()"],
];

describe("what is somebody else's", { timeout: 180_000 }, () => {
  it.each([true, false])(
    "neither stops the first start nor is changed by it: extensions in public (the account owns the database: %s)",
    async (ownsDatabase) => {
      await using managed = await createManagedDatabase({ ownsDatabase });
      const theirs = [
        "pg_stat_statements",
        "similarity(text,text)",
        "citext_eq(citext,citext)",
        "unaccent(text)",
      ];
      const before = await Promise.all(theirs.map(managed.rights));
      expect((await migrate({ url: managed.url })).applied.length).toBeGreaterThan(5);
      expect(await findOpenDoors({ url: managed.url })).toEqual([]);
      expect(await ensureClosed({ url: managed.url })).toEqual([]);
      expect(await Promise.all(theirs.map(managed.rights))).toEqual(before);
      const [open] = await managed.query(
        "SELECT count(*)::int AS count FROM pg_tables WHERE schemaname = 'public' AND NOT rowsecurity",
      );
      expect(open).toEqual({ count: 0 });
    },
  );

  it("is left as it is: another account's tables, views, sequences and functions, and the tables of an extension", async () => {
    await using managed = await createManagedDatabase({ ownsDatabase: true });
    await migrate({ url: managed.url });
    await managed.query(
      ...FOREIGN,
      "CREATE TABLE of_extension (id serial)",
      "GRANT ALL ON of_extension TO PUBLIC",
    );
    await managed.query("REVOKE ALL ON users, calls FROM PUBLIC");
    // Ours by its owner, if it were not an extension's.
    await managed.query(
      `ALTER TABLE of_extension OWNER TO ${managed.role}`,
      "ALTER EXTENSION hstore ADD TABLE of_extension",
    );
    await closeDatabase({ url: managed.url });
    const before = await Promise.all(
      [...FOREIGN_NAMES, "of_extension", "of_extension_id_seq"].map(managed.rights),
    );
    expect(await findOpenDoors({ url: managed.url })).toEqual([]);

    // Closing something of ours, and giving an account run-time rights, keeps away from it too.
    await managed.query(
      "ALTER TABLE calls DISABLE ROW LEVEL SECURITY",
      `ALTER ROLE ${managed.role} CREATEROLE`,
    );
    expect(await ensureClosed({ url: managed.url })).toEqual([
      { problem: "row level security is off", name: "calls" },
    ]);
    const runtime = `${managed.role}_app`;
    await createRuntimeRole({ url: managed.url, role: runtime, password: "of the runtime" });
    expect(await ensureClosed({ url: managed.url })).toEqual([]);
    expect(
      await Promise.all([...FOREIGN_NAMES, "of_extension", "of_extension_id_seq"].map(managed.rights)),
    ).toEqual(before);
    await managed.query(`DROP OWNED BY ${runtime}`, `DROP ROLE ${runtime}`);
  });
});

describe("ensureClosed", { timeout: 180_000 }, () => {
  it.each([
    ["GRANT SELECT ON users TO PUBLIC", "users: PUBLIC may SELECT"],
    ["GRANT SELECT (email) ON users TO PUBLIC", "users: PUBLIC may SELECT"],
    ["ALTER TABLE calls DISABLE ROW LEVEL SECURITY", "calls: row level security is off"],
    ["CREATE VIEW all_users AS SELECT * FROM users", "all_users: the view reads with its owner's rights"],
    [
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION f() TO PUBLIC",
      "f(): PUBLIC may run the function",
    ],
    ["GRANT CREATE ON SCHEMA public TO PUBLIC", "public: PUBLIC may create in the schema"],
    [
      "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
      "r: PUBLIC will get SELECT on what is made next",
    ],
    [
      "ALTER EXTENSION plpgsql ADD TABLE users; ALTER TABLE users DISABLE ROW LEVEL SECURITY",
      "users: row level security is off",
    ],
  ])(
    "finds what was opened by hand, though no migration is pending, and closes it: %s",
    async (statement, door) => {
      await using database = await createTestDatabase();
      await database.db.pool.query(statement);
      const found = await ensureClosed({ url: database.url });
      expect(found.map(({ name, problem }) => `${name}: ${problem}`)).toEqual([door]);
      expect(await ensureClosed({ url: database.url })).toEqual([]);
    },
  );

  it("looks into the schema of the address alone, with open tables of others beside it", async () => {
    await using database = await createTestDatabase();
    const { pool } = database.db;
    const url = `${database.url}?schema=koppeling`;
    await migrate({ url });
    await pool.query(`ALTER TABLE public.calls DISABLE ROW LEVEL SECURITY; GRANT ALL ON public.calls TO PUBLIC;
      ALTER TABLE koppeling.users DISABLE ROW LEVEL SECURITY; GRANT SELECT ON koppeling.users TO PUBLIC`);
    expect((await ensureClosed({ url })).map(({ name, problem }) => `${name}: ${problem}`)).toEqual([
      "users: row level security is off",
      "users: PUBLIC may SELECT",
    ]);
    expect(await findOpenDoors({ url })).toEqual([]);
    expect((await findOpenDoors({ url: database.url })).map(({ name }) => name)).toContain("calls");
  });

  it("finds every function of ours with its tables, whatever the search path of whoever fires it", async () => {
    await using database = await createTestDatabase();
    const { rows } = await database.db.pool.query(
      `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
         AND NOT coalesce(proconfig @> ARRAY['search_path=public'], false)`,
    );
    expect(rows).toEqual([]);
  });

  it("closes what a first start left open that was interrupted between migrating and closing", async () => {
    await using database = await createTestDatabase();
    const { rows } = await database.db.pool.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    for (const { name } of rows)
      await database.db.pool.query(`ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`);
    expect(await ensureClosed({ url: database.url })).toHaveLength(rows.length);
    expect(await findOpenDoors({ url: database.url })).toEqual([]);
  });

  it("is for an account that owns nothing a look, and a sentence that says what to do", async () => {
    await using database = await createTestDatabase();
    const role = `runtime_${randomUUID().slice(0, 8)}`;
    await createRuntimeRole({ url: database.url, role, password: "of the runtime" });
    const url = new URL(database.url);
    [url.username, url.password] = [role, "of the runtime"];
    try {
      expect(await ensureClosed({ url: url.href })).toEqual([]);
      await database.db.pool.query("GRANT SELECT ON users TO PUBLIC");
      await expect(ensureClosed({ url: url.href })).rejects.toMatchObject({
        name: "OpenDatabaseError",
        message:
          'The database is open to others than its owner (users: PUBLIC may SELECT); close it with "npm run koppeling -- migrate" ' +
          "and DIRECT_DATABASE_URL of the account that owns the tables.",
      });
      expect(await ensureClosed({ url: database.url })).toHaveLength(1);
      expect(await ensureClosed({ url: url.href })).toEqual([]);
    } finally {
      await database.db.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  it("sees a table of ours that another account owns, and names it when it cannot close it", async () => {
    await using managed = await createManagedDatabase({ ownsDatabase: true });
    await migrate({ url: managed.url });
    const [admin] = await managed.query("SELECT current_user AS name");
    await managed.query(
      `ALTER TABLE rate_limits OWNER TO ${String(admin?.name)}`,
      "ALTER TABLE rate_limits DISABLE ROW LEVEL SECURITY",
    );
    await expect(ensureClosed({ url: managed.url })).rejects.toThrow(
      /rate_limits: row level security is off.*let it own all of these tables/s,
    );
  });

  it("knows every table of the schema by name", () => {
    const schema = readFileSync(new URL("../../../prisma/schema.prisma", import.meta.url), "utf8");
    const models = [...schema.matchAll(/^model \w+ \{[\s\S]*?^\}/gm)].map(
      ([model]) => /@@map\("(\w+)"\)/.exec(model)?.[1],
    );
    const [, values = ""] = /tables \(name\) AS \(VALUES([\s\S]*?)\n\)/.exec(oursSql) ?? [];
    const listed = [...values.matchAll(/'(\w+)'/g)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(["_prisma_migrations", ...models].toSorted());
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
