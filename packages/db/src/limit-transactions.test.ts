import { describe, expect, it } from "vitest";
import { createTestDatabase } from "@koppeling/testing/create-test-database";
import { pgbouncer, startPgbouncer } from "@koppeling/testing/start-pgbouncer";
import { createDb } from "./create-db";
import { closeDatabase, findOpenDoors } from "./close-database";
import { listPendingMigrations } from "./list-pending-migrations";
import { migrate } from "./migrate";

const SETTINGS = `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
  current_setting('idle_in_transaction_session_timeout') AS idle, trim('"' FROM current_setting('search_path')) AS path`;
const LIMITED = { statement: "1234ms", lock: "10s", idle: "1min", path: "elsewhere" };

/** A migrated database behind a PgBouncer in transaction mode with two connections to the server. */
async function createPooledDatabase() {
  const database = await createTestDatabase();
  const pooler = await startPgbouncer({ serverUrl: database.url, mode: "transaction", poolSize: 2 });
  return {
    directUrl: database.url,
    url: pooler.through(database.url),
    direct: database.db,
    [Symbol.asyncDispose]: async () => {
      await pooler[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

describe.runIf(pgbouncer !== null)("behind a pooler that gives each transaction another session", () => {
  it("every transaction has the limits and the schema, and leaves the session as it was", async () => {
    await using pooled = await createPooledDatabase();
    const db = createDb({ url: `${pooled.url}?schema=elsewhere`, statementTimeoutMs: 1234 });
    const { pool, prisma } = db;
    expect((await pool.query(SETTINGS)).rows).toEqual([LIMITED]);
    expect(
      (await pool.query({ name: "settings", text: `${SETTINGS}, $1::int AS one`, values: [1] })).rows,
    ).toEqual([{ ...LIMITED, one: 1 }]);
    expect(await prisma.$queryRawUnsafe(SETTINGS)).toEqual([LIMITED]);
    expect(await prisma.$transaction(async (tx) => tx.$queryRawUnsafe(SETTINGS))).toEqual([LIMITED]);
    const serializable = { isolationLevel: "Serializable" } as const;
    expect(
      await prisma.$transaction(async (tx) => tx.$queryRawUnsafe("SHOW transaction_isolation"), serializable),
    ).toEqual([{ transaction_isolation: "serializable" }]);
    expect((await pool.query({ text: SETTINGS, rowMode: "array" })).rows).toEqual([Object.values(LIMITED)]);
    // As others have them, whose sessions these are too.
    const others = createDb({ url: pooled.url });
    expect((await others.pool.query("SHOW statement_timeout")).rows).toEqual([{ statement_timeout: "1min" }]);
    await others.close();
    await db.close();
    const { rows } = await pooled.direct.pool.query("SHOW search_path");
    expect(rows).toEqual([{ search_path: '"public"' }]);
  });

  it("a query that fails, several in one text, and an ended transaction answer as without a pooler", async () => {
    await using pooled = await createPooledDatabase();
    const db = createDb({ url: pooled.url });
    for (const { pool } of [db, pooled.direct]) {
      await expect(pool.query("SELECT 1 / $1::int", [0])).rejects.toMatchObject({ code: "22012" });
      await expect(pool.query("SELECT nothing")).rejects.toMatchObject({ code: "42703" });
      const several = (await pool.query("SELECT 1 AS a; SELECT 2 AS b")) as unknown as { rows: unknown[] }[];
      expect(several.map(({ rows }) => rows)).toEqual([[{ a: 1 }], [{ b: 2 }]]);
      expect((await pool.query("")).rows).toEqual([]);
      const client = await pool.connect();
      await client.query("BEGIN");
      await expect(client.query("SELECT nothing")).rejects.toMatchObject({ code: "42703" });
      await expect(client.query("SELECT 1")).rejects.toMatchObject({ code: "25P02" });
      await client.query("ROLLBACK");
      expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
      client.release();
    }
    await expect(
      createDb({ url: pooled.url, statementTimeoutMs: 100 }).pool.query("SELECT pg_sleep($1)", [20]),
    ).rejects.toMatchObject({ code: "57014" });
    await db.close();
  });

  it("many transactions at once share two sessions, and none sees another's settings, statements or rows", async () => {
    await using pooled = await createPooledDatabase();
    const programs = [1, 2, 3].map((number) =>
      createDb({ url: `${pooled.url}?schema=s${number}`, statementTimeoutMs: 10_000 + number }),
    );
    await pooled.direct.pool.query(
      [1, 2, 3].map((n) => `CREATE SCHEMA s${n}; CREATE TABLE s${n}.things (program int)`).join(";"),
    );
    const processes = new Set<number>();
    const work = async (program: number, { pool, prisma }: (typeof programs)[number]) => {
      const text =
        "INSERT INTO things VALUES ($1) RETURNING program, pg_backend_pid() AS pid, current_setting('statement_timeout') AS limit";
      const { rows } = await pool.query<{ pid: number; limit: string }>({
        name: "insert",
        text,
        values: [program],
      });
      processes.add(rows[0]?.pid ?? 0);
      expect(rows[0]?.limit).toBe(`${10_000 + program}ms`);
      await prisma.$transaction(async (tx) => {
        await tx.$executeRawUnsafe("INSERT INTO things VALUES ($1::int)", program);
        await tx.$queryRawUnsafe("SELECT 1 FROM pg_sleep(0.005)");
        await tx.$executeRawUnsafe("INSERT INTO things VALUES ($1::int)", program);
      });
    };
    await Promise.all(programs.flatMap((db, index) => Array.from({ length: 20 }, () => work(index + 1, db))));
    expect(processes.size).toBe(2);
    for (const number of [1, 2, 3])
      expect(
        (await pooled.direct.pool.query(`SELECT program, count(*)::int FROM s${number}.things GROUP BY 1`))
          .rows,
      ).toEqual([{ program: number, count: 60 }]);
    await Promise.all(programs.map((db) => db.close()));
  });

  it("migrations say which address they need, and change nothing", async () => {
    await using pooled = await createPooledDatabase();
    await pooled.direct.pool.query("DELETE FROM _prisma_migrations WHERE migration_name LIKE '%plausible%'");
    const before = await pooled.direct.pool.query("SELECT * FROM _prisma_migrations");
    await expect(migrate({ url: pooled.url })).rejects.toThrow(/pooler.*set DIRECT_DATABASE_URL/s);
    expect((await pooled.direct.pool.query("SELECT * FROM _prisma_migrations")).rows).toEqual(before.rows);
    // What has no need of a session does.
    const migrationsDir = new URL("../../../prisma/migrations", import.meta.url).pathname;
    expect(await listPendingMigrations({ url: pooled.url, migrationsDir })).toHaveLength(1);
    await pooled.direct.pool.query("GRANT SELECT ON users TO PUBLIC");
    await closeDatabase({ url: pooled.url });
    expect(await findOpenDoors({ url: pooled.url })).toEqual([]);
  });

  it("migrations take a pooler that keeps sessions apart", async () => {
    await using database = await createTestDatabase();
    await using pooler = await startPgbouncer({ serverUrl: database.url, mode: "session", poolSize: 8 });
    expect(await migrate({ url: `${pooler.through(database.url)}?schema=another` })).toMatchObject({
      applied: expect.arrayContaining(["20261122120000_init"]) as string[],
    });
  });
});
