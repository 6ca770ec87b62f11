import { createWorld } from "@koppeling/sandbox/create-world";
import { describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { checkHealth, checkHealthForAnyone } from "./check-health";
import { closeAtStart } from "./close-at-start";

const now = new Date("2026-11-20T10:10:00Z");
const createStack = (environment: Record<string, string> = {}) =>
  createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), now: () => now },
    clock: { now: () => now, sleep: async () => undefined },
    environment,
  });
/** A sync that ended so many minutes ago. */
async function syncedBefore(stack: TestStack, minutes: number): Promise<void> {
  await stack.sync({ hours: 24 });
  await stack.deps.db.pool.query("UPDATE sync_runs SET finished_at = $1", [
    new Date(now.getTime() - minutes * 60_000),
  ]);
}
async function badChecks(stack: TestStack): Promise<string[]> {
  const { ok, checks } = await checkHealth(stack.deps);
  const bad = checks.filter((check) => !check.ok).map((check) => check.name);
  expect(ok).toBe(bad.length === 0);
  for (const { detail } of checks) expect(detail).toMatch(/\.$/);
  return bad;
}

describe("checkHealth", () => {
  it("is well after a sync", async () => {
    await using stack = await createStack();
    await syncedBefore(stack, 10);
    const { ok, checks } = await checkHealth(stack.deps);
    expect(ok).toBe(true);
    expect(checks.map((check) => check.name)).toEqual([
      "database",
      "migrations",
      "access",
      "settings_key",
      "jobs",
      "accounts",
      "last_sync",
    ]);
    expect(checks.at(-1)?.detail).toBe("The last successful sync ended 10 minutes ago.");
  });

  it("misses a first sync once there is a key, and nothing before that", async () => {
    await using stack = await createStack();
    expect(await badChecks(stack)).toEqual(["last_sync"]);
    stack.deps.config.fathomApiKey = null;
    expect(await badChecks(stack)).toEqual([]);
  });

  it("does not count a sync that failed, nor one of a single rep", async () => {
    await using stack = await createStack();
    await stack.addRep("Anna", "anna@z.example");
    await stack.sync({ salesRepEmail: "anna@z.example" });
    stack.sandbox.faults.always("status_403");
    await stack.sync({ hours: 24 });
    expect(await badChecks(stack)).toEqual(["last_sync"]);
  });

  it.each([
    ["every half hour", "*/30 * * * *", 55, 120],
    ["daily", "0 6 * * *", 26 * 60, 100 * 60],
    ["on weekdays", "0 6 * * 1-5", 2 * 24 * 60, 100 * 60],
    ["yearly", "0 0 1 1 *", 300 * 24 * 60, 1_100 * 24 * 60],
  ])("goes by the schedule to call a sync late: %s", async (_name, schedule, fine, late) => {
    await using stack = await createStack({ SYNC_CRON: schedule });
    await syncedBefore(stack, fine);
    expect(await badChecks(stack)).toEqual([]);
    await syncedBefore(stack, late);
    expect(await badChecks(stack)).toEqual(["last_sync"]);
  });

  it("says which key the stored secrets need", async () => {
    await using stack = await createStack();
    await syncedBefore(stack, 1);
    await (await stack.caller()).fathomSettings.update({ apiKey: "4jmc-aeVcDemoKey-xvKAs" });
    expect(await badChecks(stack)).toEqual([]);
    await stack.deps.db.pool.query(
      "UPDATE system_settings SET setting_value = replace(setting_value, '.test1.', '.gone9.')",
    );
    const { checks } = await checkHealth(stack.deps);
    expect(checks.find((check) => check.name === "settings_key")).toEqual({
      name: "settings_key",
      ok: false,
      detail: 'The stored secrets need the key "gone9".',
    });
  });

  it("sees a table that was opened by hand, and that is closed when the server starts", async () => {
    await using stack = await createStack();
    await syncedBefore(stack, 1);
    await stack.deps.db.pool.query(
      "GRANT SELECT ON users TO PUBLIC; ALTER TABLE calls DISABLE ROW LEVEL SECURITY",
    );
    expect(await badChecks(stack)).toEqual(["access"]);
    const { checks } = await checkHealth(stack.deps);
    expect(checks.find(({ name }) => name === "access")?.detail).toMatch(
      /calls: row level security is off; users: PUBLIC may SELECT.*npm run koppeling -- migrate/,
    );
    await closeAtStart(stack.deps);
    expect(await badChecks(stack)).toEqual([]);
  });

  it("sees a migration that failed", async () => {
    await using stack = await createStack();
    await syncedBefore(stack, 1);
    await stack.deps.db.pool.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, applied_steps_count) VALUES ('x', 'x', 'x', 0)",
    );
    expect(await badChecks(stack)).toEqual(["migrations"]);
  });

  it("says that the database is away, and nothing of where it is", async () => {
    await using stack = await createStack({
      DATABASE_URL: "postgresql://koppeling:hunter2@127.0.0.1:1/none",
    });
    const { ok, checks } = await checkHealth(stack.deps);
    expect(ok).toBe(false);
    expect(checks.filter((check) => check.ok).map((check) => check.name)).toEqual(["jobs"]);
    expect(JSON.stringify(checks)).not.toMatch(/hunter2|127\.0\.0\.1/);
  });
});

describe("checkHealthForAnyone", () => {
  it("looks once for all who ask at once, and again after five seconds", async () => {
    let time = now;
    await using stack = await createTestStack({
      sandbox: { world: createWorld({ recordings: [] }), now: () => now },
      clock: { now: () => time, sleep: async () => undefined },
    });
    const { pool } = stack.deps.db;
    const query = pool.query.bind(pool) as (...words: unknown[]) => unknown;
    let looks = 0;
    Object.assign(pool, {
      query: (...words: unknown[]) => {
        if (words[0] === "SELECT 1") looks += 1;
        return query(...words);
      },
    });
    const reports = await Promise.all(Array.from({ length: 50 }, () => checkHealthForAnyone(stack.deps)));
    expect(looks).toBe(1);
    expect(new Set(reports).size).toBe(1);
    time = new Date(now.getTime() + 4_999);
    expect(await checkHealthForAnyone(stack.deps)).toBe(reports[0]);
    time = new Date(now.getTime() + 5_000);
    expect(await checkHealthForAnyone(stack.deps)).not.toBe(reports[0]);
    expect(looks).toBe(2);
  });
});
