import { randomBytes } from "node:crypto";
import { bundleProgram } from "@koppeling/testing/bundle-program";
import { createTestDatabase } from "@koppeling/testing/create-test-database";
import { dumpDatabase } from "@koppeling/testing/dump-database";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { describe, expect, it } from "vitest";
import { bareEnvironment, runProgram } from "@koppeling/testing/run-program";

const KEY = "4jmc-aeVcDemoKey-xvKAs";
const SECRET = `whsec_${randomBytes(24).toString("base64")}`;
const OLD = `old1=${randomBytes(32).toString("base64")}`;
const NEW = `new2=${randomBytes(32).toString("base64")}`;

async function createInstallation() {
  const directory = createTemporaryDirectory();
  const database = await createTestDatabase();
  const start = async (args: string[], more: Record<string, string>) =>
    runProgram(await bundleProgram(new URL("../main.ts", import.meta.url)), ["settings", ...args, "--json"], {
      environment: bareEnvironment({
        NEXTAUTH_SECRET: "a secret for tests that is long enough",
        AUDIT_HMAC_KEY: "another secret for tests, long enough",
        DATA_DIR: directory.path,
        DATABASE_URL: database.url,
        ...more,
      }),
    });
  return {
    database,
    start,
    settings: async (args: string[], keys: string, more: Record<string, string> = {}) => {
      const program = await start(args, { SETTINGS_ENCRYPTION_KEYS: keys, ...more });
      const exitCode = await program.ended;
      expect(program.stdout() + program.stderr()).not.toContain(KEY);
      return { exitCode, result: JSON.parse(program.stdout()) as Record<string, unknown> };
    },
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

describe("koppeling settings", { timeout: 180_000 }, () => {
  it("takes the environment's secrets in, and leaves others that are stored alone", async () => {
    await using installation = await createInstallation();
    const { settings, database } = installation;
    const environment = { FATHOM_API_KEY: KEY, FATHOM_WEBHOOK_SECRET: SECRET };
    expect(await settings(["import-env"], OLD, environment)).toEqual({
      exitCode: 0,
      result: { success: true, apiKey: "imported", webhookSecret: "imported" },
    });
    expect(await settings(["import-env"], OLD, { FATHOM_API_KEY: KEY })).toMatchObject({
      exitCode: 0,
      result: { apiKey: "same", webhookSecret: "not_set" },
    });
    const other = { FATHOM_API_KEY: "another-key-of-the-environment" };
    expect(await settings(["import-env"], OLD, other)).toMatchObject({
      exitCode: 2,
      result: { apiKey: "kept" },
    });
    expect(await settings(["import-env", "--replace"], OLD, other)).toMatchObject({
      result: { apiKey: "imported" },
    });
    expect(await settings(["import-env"], OLD, { FATHOM_API_KEY: "short" })).toMatchObject({ exitCode: 2 });
    expect(await settings(["import-env", "--replace"], OLD, { FATHOM_API_KEY: "short" })).toMatchObject({
      exitCode: 1,
    });
    expect(JSON.stringify(await dumpDatabase(database.db))).not.toContain(other.FATHOM_API_KEY);
  });

  it("leaves every secret readable when a rotation is killed half-way, and finishes the next time", async () => {
    await using installation = await createInstallation();
    const { settings, start, database } = installation;
    await settings(["import-env"], OLD, { FATHOM_API_KEY: KEY, FATHOM_WEBHOOK_SECRET: SECRET });
    expect((await settings(["verify"], `${NEW},${OLD}`)).exitCode).toBe(2);

    // Stands between the rows, which are written by then, and the end of the transaction.
    const blocker = await database.db.pool.connect();
    await blocker.query("BEGIN; LOCK TABLE audit_logs IN ACCESS EXCLUSIVE MODE");
    const rotation = await start(["rotate-key"], { SETTINGS_ENCRYPTION_KEYS: `${NEW},${OLD}` });
    const waiting = async () =>
      (
        await database.db.pool.query(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        )
      ).rowCount;
    await expect.poll(waiting, { timeout: 30_000 }).toBe(1);
    rotation.child.kill("SIGKILL");
    expect(await rotation.ended).toBeNull();
    await blocker.query("ROLLBACK");
    blocker.release();

    expect(await settings(["verify"], OLD)).toMatchObject({ exitCode: 0, result: { verdict: "ok" } });
    expect(await settings(["rotate-key"], `${NEW},${OLD}`)).toEqual({
      exitCode: 0,
      result: { success: true, keyId: "new2", resealed: 3, current: 0 },
    });
    expect(await settings(["verify"], `${NEW},${OLD}`)).toMatchObject({
      exitCode: 0,
      result: { verdict: "ok", unusedKeyIds: ["old1"] },
    });
    expect(await settings(["verify"], OLD)).toMatchObject({ exitCode: 1, result: { verdict: "unreadable" } });
    expect(await settings(["rotate-key"], OLD)).toMatchObject({ exitCode: 1 });
  });

  it("seals what lies open when it is told to", async () => {
    await using installation = await createInstallation();
    const { settings, database } = installation;
    await database.db.pool.query(
      "INSERT INTO system_settings (setting_key, setting_value) VALUES ('fathom_api_key', $1)",
      [KEY],
    );
    expect(await settings(["verify"], OLD)).toMatchObject({ exitCode: 1 });
    expect(await settings(["seal"], OLD)).toMatchObject({ result: { sealed: ["fathom_api_key"] } });
    expect(await settings(["seal"], OLD)).toMatchObject({ result: { sealed: [] } });
    expect(await settings(["verify"], OLD)).toMatchObject({ result: { secrets: [{ state: "ok" }] } });
  });
});
