import { randomUUID } from "node:crypto";
import { createRuntimeRole, findOpenDoors } from "@koppeling/db/close-database";
import { createDb } from "@koppeling/db/create-db";
import { migrate } from "@koppeling/db/migrate";
import { createTestDatabase } from "@koppeling/testing/create-test-database";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { type DatabaseDump, dumpDatabase } from "@koppeling/testing/dump-database";
import { pgbouncer, startPgbouncer } from "@koppeling/testing/start-pgbouncer";
import { describe, expect, it } from "vitest";
import { exportCalls } from "./features/calls/export-calls";
import { indexSearch } from "./features/calls/index-search.job";
import { checkConsistency } from "./features/health/check-consistency";
import { checkHealth } from "./features/health/check-health";
import { closeAtStart } from "./features/health/close-at-start";

/** A day's work: settings, a sync, a webhook, search, lists, an export, users, checks; several of them at once. */
async function doADaysWork(stack: TestStack): Promise<void> {
  const { deps } = stack;
  await closeAtStart(deps);
  await stack.addRep("Anna de Vries", "anna.devries@zonnewende.example", {
    aliases: ["anna@zonnewende.example"],
  });
  const caller = await stack.caller();
  await caller.fathomSettings.update({ webhookSecret: WEBHOOK_SECRET, teamFilter: [] });
  expect(await caller.fathomSettings.test()).toMatchObject({ success: true });
  const [synced] = await Promise.all([
    stack.sync({ hours: 720 }),
    ...Array.from({ length: 30 }, () => caller.calls.list({})),
    ...Array.from({ length: 5 }, (_, id) =>
      deliverWebhook(deps, { body: JSON.stringify({ recording_id: id }) }),
    ),
  ]);
  expect(synced).toMatchObject({ status: "succeeded", errors: 0 });
  expect(synced.imported).toBeGreaterThan(5);
  while ((await indexSearch(deps)) > 0);

  const { items } = await caller.calls.list({});
  const [first] = items;
  expect(await caller.calls.byId({ id: first?.id ?? "" })).toBeTruthy();
  const [word = ""] = first?.title.match(/\p{L}{4,}/u) ?? [];
  expect((await caller.calls.list({ q: word })).items.map(({ id }) => id)).toContain(first?.id);
  const pieces: string[] = [];
  for await (const piece of exportCalls(deps, {}, await stack.exporter())) pieces.push(piece);
  expect(pieces.join("").split("\r\n").length).toBeGreaterThan(items.length);
  expect(await stack.sync({ hours: 24 })).toMatchObject({ status: "succeeded", imported: 0 });
  await caller.users.invite({ email: "vera@example.com", role: "viewer" });
  expect((await caller.audit.list()).items.length).toBeGreaterThan(2);
  expect(await checkConsistency(deps)).toEqual([]);
  expect((await checkHealth(deps)).checks.filter(({ ok }) => !ok)).toEqual([]);
}

/** A database in whose `public` another program has tables of the same names as ours. */
async function createForeignDatabase() {
  const database = await createTestDatabase();
  const { pool } = database.db;
  await pool.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public;
    CREATE TABLE calls (id serial PRIMARY KEY, words text); INSERT INTO calls (words) VALUES ('theirs');
    CREATE TABLE users (name text); INSERT INTO users VALUES ('theirs');
    CREATE TABLE call_search_queue (recording_id text); CREATE TYPE user_role AS ENUM ('theirs');
    CREATE VIEW open_view AS SELECT * FROM users;
    CREATE FUNCTION count_ledger() RETURNS int LANGUAGE sql AS 'SELECT 1';
    ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
    GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC; GRANT CREATE ON SCHEMA public TO PUBLIC`);
  /** Rows, rights and settings of everything in their schema. */
  const look = async (): Promise<DatabaseDump> => {
    const rights = await pool.query(
      `SELECT relname, relacl::text, relrowsecurity, reloptions FROM pg_class WHERE relnamespace = 'public'::regnamespace
       UNION ALL SELECT proname, proacl::text, NULL, proconfig FROM pg_proc WHERE pronamespace = 'public'::regnamespace
       UNION ALL SELECT 'defaults', array_agg(d::text ORDER BY d::text)::text, NULL, NULL FROM pg_default_acl d
         WHERE defaclnamespace IN (0, 'public'::regnamespace)
       UNION ALL SELECT nspname, nspacl::text, NULL, NULL FROM pg_namespace WHERE nspname = 'public' ORDER BY 1, 2`,
    );
    return { ...(await dumpDatabase(database.db)), rights: rights.rows };
  };
  return { database, look, inSchema: `${database.url}?schema=koppeling` };
}

const withEnvironment = (environment: Record<string, string>) => createTestStack({ environment });

describe("the whole road", { timeout: 300_000 }, () => {
  it.runIf(pgbouncer !== null)(
    "behind a pooler of two connections in transaction mode everything works",
    async () => {
      await using database = await createTestDatabase();
      await using pooler = await startPgbouncer({
        serverUrl: database.url,
        mode: "transaction",
        poolSize: 2,
      });
      await using stack = await withEnvironment({
        DATABASE_URL: pooler.through(database.url),
        DIRECT_DATABASE_URL: database.url,
      });
      await doADaysWork(stack);
    },
  );

  it("in a schema of its own everything works, and another program's tables stay as they are, open ones too", async () => {
    const { database, look, inSchema } = await createForeignDatabase();
    await using _ = database;
    const before = await look();
    await expect(migrate({ url: database.url })).rejects.toThrow(
      /holds other tables already.*\?schema=koppeling/s,
    );
    expect(await look()).toEqual(before);

    expect((await migrate({ url: inSchema })).applied.length).toBeGreaterThan(5);
    await using stack = await withEnvironment({ DATABASE_URL: inSchema });
    await doADaysWork(stack);
    // A program that looks elsewhere fires our triggers all the same.
    const changed = await database.db.pool.query("UPDATE koppeling.calls SET title = title || '!'");
    expect(await stack.deps.db.prisma.callSearchQueue.count()).toBe(changed.rowCount);
    expect(await findOpenDoors({ url: inSchema })).toEqual([]);
    expect(await look()).toEqual(before);
  });

  it.runIf(pgbouncer !== null)("both together, for an account that owns nothing", async () => {
    const { database, look, inSchema } = await createForeignDatabase();
    await using _ = database;
    const before = await look();
    await migrate({ url: inSchema });
    const role = `runtime_${randomUUID().slice(0, 8)}`;
    await createRuntimeRole({ url: inSchema, role, password: "of the runtime" });
    const direct = new URL(inSchema);
    [direct.username, direct.password] = [role, "of the runtime"];
    try {
      await using pooler = await startPgbouncer({ serverUrl: direct.href, mode: "transaction", poolSize: 2 });
      await using stack = await withEnvironment({
        DATABASE_URL: pooler.through(direct.href),
        DIRECT_DATABASE_URL: inSchema,
      });
      await doADaysWork(stack);
    } finally {
      const owner = createDb({ url: database.url });
      await owner.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await owner.close();
    }
    expect(await look()).toEqual(before);
  });
});
