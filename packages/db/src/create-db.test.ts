import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { findSqlState } from "./is-transient-database-error";
import { createDb } from "./create-db";
import { startEmbeddedPostgres } from "@koppeling/embedded-postgres/start-embedded-postgres";
import { isTransientDatabaseError } from "./is-transient-database-error";
import { createTestDatabase } from "@koppeling/testing/create-test-database";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";

describe("createDb", () => {
  it("lives through restarts of the server under load", async () => {
    using directory = createTemporaryDirectory();
    const options = { dataDir: directory.path, password: "test", durable: false };
    let server = await startEmbeddedPostgres(options);
    const lost: Error[] = [];
    const db = createDb({ url: server.url, onPoolError: (error) => lost.push(error) });
    const failures: unknown[] = [];
    let succeeded = 0;
    let stopped = false;
    const load = async () => {
      while (!stopped) {
        try {
          await db.prisma.$queryRaw`SELECT 1 FROM pg_sleep(0.01)`;
          await db.pool.query("SELECT pg_sleep(0.01)");
          succeeded += 1;
        } catch (error) {
          failures.push(error);
          await sleep(20);
        }
      }
    };
    const workers = Array.from({ length: 6 }, load);
    // Held without a query under way: its loss is told to the connection alone.
    const held = await db.pool.connect();

    for (let restart = 0; restart < 3; restart += 1) {
      await sleep(100);
      await server.stop();
      await sleep(100);
      server = await startEmbeddedPostgres(options);
    }
    const before = succeeded;
    await expect.poll(() => succeeded, { timeout: 10_000 }).toBeGreaterThan(before + 6);
    stopped = true;
    await Promise.all(workers);
    await expect(held.query("SELECT 1")).rejects.toThrow();
    held.release(true);

    expect(failures.length).toBeGreaterThan(0);
    expect(failures.filter((failure) => !isTransientDatabaseError(failure))).toEqual([]);
    await expect(db.prisma.$queryRaw`SELECT 1 AS one`).resolves.toEqual([{ one: 1 }]);
    await db.close();
    await server.stop();
  });

  it("sets the limits on every connection, and looks in the schema of the URL", async () => {
    await using database = await createTestDatabase();
    const db = createDb({ url: `${database.url}?schema=elsewhere`, statementTimeoutMs: 1234 });
    const { rows } = await db.pool.query(
      `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
              current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('search_path') AS path`,
    );
    expect(rows).toEqual([{ statement: "1234ms", lock: "10s", idle: "1min", path: '"elsewhere"' }]);
    await db.close();
  });

  it("closes twice without complaint", async () => {
    await using database = await createTestDatabase();
    const db = createDb({ url: database.url });
    await db.pool.query("SELECT 1");
    await db.close();
    await expect(db.close()).resolves.toBeUndefined();
  });

  it("has connections that only read, each statement for five seconds at most, by SQL and by Prisma", async () => {
    await using database = await createTestDatabase();
    const { pool, prisma } = database.db.reads;
    const { rows } = await pool.query<{ limit: string }>(
      "SELECT current_setting('statement_timeout') AS limit",
    );
    expect(rows).toEqual([{ limit: "5s" }]);
    expect(await prisma.user.count()).toBe(0);
    await expect(
      prisma.$transaction((tx) => tx.searchWord.create({ data: { word: "x" } })),
    ).rejects.toThrow();
    for (const write of [
      () => pool.query("INSERT INTO search_words VALUES ('x')"),
      () => prisma.searchWord.create({ data: { word: "x" } }),
    ])
      expect(findSqlState(await write().catch((error: unknown) => error))).toBe("25006");
    const late: unknown = await pool.query("SELECT pg_sleep(60)").catch((error: unknown) => error);
    expect(findSqlState(late)).toBe("57014");
    // Nothing of it stays with the connections that write.
    await database.db.pool.query("INSERT INTO search_words VALUES ('x')");
    expect(await prisma.searchWord.count()).toBe(1);
  });
});
