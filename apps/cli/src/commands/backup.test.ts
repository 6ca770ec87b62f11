import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { gunzipSync } from "node:zlib";
import { SYSTEM } from "@koppeling/api/context";
import { checkConsistency } from "@koppeling/api/features/health/check-consistency";
import { updateSettings } from "@koppeling/api/features/settings/update-settings";
import { createDb, type Db } from "@koppeling/db/create-db";
import { listMigrations } from "@koppeling/db/list-pending-migrations";
import { migrate } from "@koppeling/db/migrate";
import { writeBackup } from "@koppeling/db/write-backup";
import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { bundleProgram } from "@koppeling/testing/bundle-program";
import { createTestDatabase, loadTestClusterUrl } from "@koppeling/testing/create-test-database";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { dumpDatabase } from "@koppeling/testing/dump-database";
import { duringPage } from "@koppeling/testing/during-page";
import { bareEnvironment, runProgram } from "@koppeling/testing/run-program";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { testEnvironment } from "@koppeling/testing/test-environment";
import { waitForLock } from "@koppeling/testing/wait-for-lock";
import { describe, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../env";

/** A database's address that nobody has used. */
async function freshUrl(): Promise<string> {
  const url = new URL(await loadTestClusterUrl());
  url.pathname = `/fresh_${randomUUID().replaceAll("-", "")}`;
  return url.href;
}

async function koppeling(values: Record<string, string>, ...args: string[]) {
  const program = runProgram(await bundleProgram(new URL("../main.ts", import.meta.url)), args, {
    environment: bareEnvironment(values),
  });
  const exitCode = await program.ended;
  return { exitCode, stdout: program.stdout(), stderr: program.stderr() };
}

async function addReps(stack: Awaited<ReturnType<typeof createTestStack>>): Promise<void> {
  await stack.addRep("Anna de Vries", "anna.devries@zonnewende.example", {
    aliases: ["anna@zonnewende.example"],
  });
  await stack.addRep("Bram Jansen", "bram.jansen@zonnewende.example", { team: "Noord" });
}

/** Waits until the jobs have done what came in: what they write later is in no backup made before. */
async function settle(db: Db): Promise<void> {
  for (let before = await dumpDatabase(db); ; ) {
    await sleep(500);
    const now = await dumpDatabase(db);
    if (isDeepStrictEqual(before, now)) return;
    before = now;
  }
}

/** The same installation, once its database is elsewhere. */
const reopen = (source: Awaited<ReturnType<typeof createTestStack>>, url: string) =>
  createTestStack({
    environment: { DATABASE_URL: url, FATHOM_API_BASE_URL: source.sandbox.url, FATHOM_API_KEY: "" },
  });

describe("koppeling backup and restore", { timeout: 240_000 }, () => {
  it("bring back each row after the database is gone, give no secret away, and let syncing go on", async () => {
    using directory = createTemporaryDirectory();
    const file = path.join(directory.path, "koppeling.backup");
    await using source = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
    await updateSettings(source.deps, { apiKey: SANDBOX_API_KEY, webhookSecret: WEBHOOK_SECRET }, SYSTEM);
    await addReps(source);
    await source.signIn("admin");
    expect(await source.sync({ hours: 720 })).toMatchObject({ status: "succeeded", errors: 0 });
    await deliverWebhook(source.deps, { body: JSON.stringify({ recording_id: 1 }) });
    await settle(source.deps.db);
    const values = { ...testEnvironment, DATA_DIR: directory.path, DATABASE_URL: source.databaseUrl };

    const made = await koppeling(values, "backup", file, "--json");
    expect(made).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^calls: \d\d+ rows$/m) as string,
    });
    expect(readdirSync(directory.path).filter((name) => name.startsWith("koppeling.backup"))).toEqual([
      "koppeling.backup",
    ]);
    const text = gunzipSync(readFileSync(file)).toString();
    expect(text).toContain("anna.devries@zonnewende.example");
    for (const secret of [SANDBOX_API_KEY, WEBHOOK_SECRET, ...Object.values(testEnvironment).slice(1, 4)])
      expect(text).not.toContain(secret);

    const rows = await dumpDatabase(source.deps.db);
    await source.deps.db.pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    const url = await freshUrl();
    const restored = await koppeling(values, "restore", file, "--into", url, "--json");
    expect(restored).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(restored.stdout)).toMatchObject({
      success: true,
      rows: Object.values(rows).flat().length,
      applied: [],
      secrets: "ok",
      faults: [],
    });
    const db = createDb({ url });
    expect(await dumpDatabase(db)).toEqual(rows);

    const refused = await koppeling(values, "restore", file, "--into", url);
    expect(refused).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining("The database holds rows already") as string,
    });
    expect(await dumpDatabase(db)).toEqual(rows);
    await db.close();

    await using after = await reopen(source, url);
    const calls = await after.deps.db.prisma.call.count();
    await after.deps.db.pool.query(
      "DELETE FROM calls WHERE recording_id = (SELECT recording_id FROM calls LIMIT 1)",
    );
    expect(await after.sync({ hours: 720 })).toMatchObject({ status: "succeeded", imported: 1, errors: 0 });
    expect(await after.deps.db.prisma.call.count()).toBe(calls);
    expect(await checkConsistency(after.deps)).toEqual([]);

    const otherKey = `other=${Buffer.alloc(32, 9).toString("base64")}`;
    const withoutKey = await koppeling(
      { ...values, SETTINGS_ENCRYPTION_KEYS: otherKey },
      ...["restore", file, "--into", await freshUrl()],
    );
    expect(withoutKey).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining("ask for other SETTINGS_ENCRYPTION_KEYS") as string,
    });
  });

  it("hold one moment of a sync that goes on meanwhile, from which the sync is finished after a restore", async () => {
    using directory = createTemporaryDirectory();
    const file = path.join(directory.path, "koppeling.backup");
    await using source = await createTestStack();
    await addReps(source);
    const { pool, prisma } = source.deps.db;
    const holder = await pool.connect();
    // The second page is still to be stored; the copy has its moment, and is held at a table that no sync touches.
    let backup: ReturnType<typeof writeBackup> | undefined;
    let before = 0;
    duringPage(source, 2, async () => {
      await holder.query("BEGIN; LOCK TABLE known_devices IN ACCESS EXCLUSIVE MODE");
      before = await prisma.call.count();
      backup = writeBackup({ url: source.databaseUrl, file });
      await waitForLock(source);
    });
    expect(await source.sync({ hours: 720 })).toMatchObject({ status: "succeeded" });
    await holder.query("COMMIT");
    holder.release();
    const header = await backup;
    const calls = await prisma.call.findMany({
      select: { recordingId: true },
      orderBy: { recordingId: "asc" },
    });
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(calls.length);
    expect(header?.tables.find(({ name }) => name === "calls")?.rows).toBe(before);

    const url = await freshUrl();
    const values = { ...testEnvironment, DATA_DIR: directory.path, DATABASE_URL: url };
    expect(await koppeling(values, "restore", file)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("The accounts agree.") as string,
    });
    await using after = await createTestStack({
      environment: { DATABASE_URL: url, FATHOM_API_BASE_URL: source.sandbox.url },
    });
    expect(await after.deps.db.prisma.call.count()).toBe(before);
    // Whoever held the run is gone for longer than a lease lasts.
    await after.deps.db.pool.query("UPDATE sync_runs SET heartbeat_at = now() - interval '10 minutes'");
    expect(await after.sync({ hours: 720 })).toMatchObject({ status: "succeeded", errors: 0 });
    const again = await after.deps.db.prisma.call.findMany({
      select: { recordingId: true },
      orderBy: { recordingId: "asc" },
    });
    expect(again).toEqual(calls);
    expect(await checkConsistency(after.deps)).toEqual([]);
  });

  it("take an older version's rows along into this one, in a schema beside other tables", async () => {
    using directory = createTemporaryDirectory();
    await using database = await createTestDatabase();
    await database.db.pool.query(
      "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE calls (of_others int)",
    );
    const file = path.join(directory.path, "koppeling.backup");
    const all = listMigrations(path.join(REPOSITORY_ROOT, "prisma/migrations"));
    const older = `${database.url}?schema=older`;
    await migrate({ url: older, migrations: all.slice(0, -1) });
    await database.db.pool.query(
      "INSERT INTO older.sales_reps (name, email) VALUES ('Anna', 'anna@example.com')",
    );
    await writeBackup({ url: older, file });

    const values = {
      ...testEnvironment,
      DATA_DIR: directory.path,
      DATABASE_URL: `${database.url}?schema=koppeling`,
    };
    const restored = await koppeling(values, "restore", file, "--json");
    expect(JSON.parse(restored.stdout)).toMatchObject({ success: true, applied: all.slice(-1) });
    expect((await koppeling(values, "reps", "list")).stdout).toContain("anna@example.com");
    expect((await database.db.pool.query("SELECT * FROM public.calls")).rows).toEqual([]);
  });

  it("work with the database that the installation starts itself, and say in words what is refused", async () => {
    using directory = createTemporaryDirectory();
    const file = path.join(directory.path, "koppeling.backup");
    const values = { DATA_DIR: path.join(directory.path, "data") };
    expect(await koppeling(values, "seed")).toMatchObject({ exitCode: 0 });
    const reps = await koppeling(values, "reps", "list");
    expect(await koppeling(values, "backup", file)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("keep SETTINGS_ENCRYPTION_KEYS") as string,
    });
    for (const name of readdirSync(values.DATA_DIR).filter((entry) => entry !== "local.env"))
      rmSync(path.join(values.DATA_DIR, name), { recursive: true });
    expect(await koppeling(values, "restore", file)).toMatchObject({ exitCode: 0 });
    expect(await koppeling(values, "reps", "list")).toMatchObject({ exitCode: 0, stdout: reps.stdout });

    const missing = await koppeling(values, "restore", `${file}.old`, "--json");
    expect(missing).toMatchObject({ exitCode: 1 });
    expect(JSON.parse(missing.stdout)).toMatchObject({
      success: false,
      message: expect.stringContaining("cannot be read (ENOENT)") as string,
    });
    expect(existsSync(`${file}.old`)).toBe(false);
    const nowhere = await koppeling(values, "restore", file, "--into", "mysql://there");
    expect(nowhere.stderr).toContain("--into takes the address of a database");
  });
});
