import { randomBytes } from "node:crypto";
import { SANDBOX_API_KEY, startSandbox } from "@koppeling/sandbox/start-sandbox";
import { bundleProgram } from "@koppeling/testing/bundle-program";
import { createTestDatabase } from "@koppeling/testing/create-test-database";
import { pgbouncer, startPgbouncer } from "@koppeling/testing/start-pgbouncer";
import { openssl, startTlsPostgres } from "@koppeling/testing/start-tls-postgres";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { describe, expect, it } from "vitest";
import { bareEnvironment, runProgram } from "@koppeling/testing/run-program";

const SECRETS = {
  NEXTAUTH_SECRET: "a secret for tests that is long enough",
  AUDIT_HMAC_KEY: "another secret for tests, long enough",
  SETTINGS_ENCRYPTION_KEYS: `test=${randomBytes(32).toString("base64")}`,
};

/** An installation beside a database and a sandbox of its own, and its command line. */
async function createInstallation(more: Record<string, string> = {}) {
  const directory = createTemporaryDirectory();
  const database = await createTestDatabase();
  const sandbox = await startSandbox({ limits: null });
  const environment = bareEnvironment({
    ...SECRETS,
    DATA_DIR: directory.path,
    DATABASE_URL: database.url,
    FATHOM_API_BASE_URL: sandbox.url,
    FATHOM_API_KEY: SANDBOX_API_KEY,
    FATHOM_REQUESTS_PER_MINUTE: "0",
    FATHOM_HEAVY_REQUESTS_PER_MINUTE: "0",
    ...more,
  });
  return {
    database,
    sandbox,
    koppeling: async (args: string[], input?: string) => {
      const program = runProgram(await bundleProgram(new URL("./main.ts", import.meta.url)), args, {
        environment,
        ...(input !== undefined && { input }),
      });
      const exitCode = await program.ended;
      return { exitCode, stdout: program.stdout(), stderr: program.stderr() };
    },
    [Symbol.asyncDispose]: async () => {
      await sandbox.stop();
      await database[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

describe("koppeling", { timeout: 180_000 }, () => {
  it("syncs what the sandbox recorded, and says so in JSON alone", async () => {
    await using installation = await createInstallation();
    const { koppeling, database } = installation;
    expect(await koppeling(["seed"])).toMatchObject({ exitCode: 0, stdout: "7 sales reps were made.\n" });

    const { exitCode, stdout, stderr } = await koppeling(["sync", "--hours", "720", "--json"]);
    const result = JSON.parse(stdout) as Record<string, number>;
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({ success: true, status: "succeeded", errors: 0 });
    expect(result.imported).toBe(await database.db.prisma.call.count());
    expect(stderr).toContain("processed");

    await database.db.pool.query(
      "DELETE FROM calls WHERE recording_id IN (SELECT recording_id FROM calls LIMIT 2)",
    );
    const reconciled = await koppeling(["reconcile", "--days", "30", "--json"]);
    expect(reconciled.exitCode).toBe(0);
    expect(JSON.parse(reconciled.stdout)).toMatchObject({
      success: true,
      difference: { days: 30, missing: 2, fetched: 2, notSeen: 0, complete: true },
    });
    expect(result.imported).toBe(await database.db.prisma.call.count());
    expect(await koppeling(["reconcile", "--days", "soon"])).toMatchObject({ exitCode: 1, stdout: "" });

    const again = await koppeling(["sync", "--json"]);
    expect(JSON.parse(again.stdout)).toMatchObject({ success: true, imported: 0, updated: 0 });
    const doctor = await koppeling(["doctor"]);
    expect(doctor).toMatchObject({ exitCode: 0 });
    expect(doctor.stdout).toContain("! sales reps: Fathom has shown no recording of Esra");
  });

  it("fails with a sentence when Fathom refuses the key, and doctor finds that", async () => {
    await using installation = await createInstallation({ FATHOM_API_KEY: "a-key-that-nobody-knows" });
    const { koppeling } = installation;
    const test = await koppeling(["test-connection", "--json"]);
    expect(test.exitCode).toBe(1);
    expect(JSON.parse(test.stdout)).toMatchObject({ success: false, code: "unauthorized" });
    expect(await koppeling(["sync", "--hours", "24"])).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("refuses the API key") as string,
    });
    const doctor = await koppeling(["doctor", "--json"]);
    expect(doctor.exitCode).toBe(1);
    const { findings } = JSON.parse(doctor.stdout) as { findings: { name: string; verdict: string }[] };
    expect(findings.filter(({ verdict }) => verdict === "wrong").map(({ name }) => name)).toEqual([
      "fathom",
      "last sync",
      "sales reps",
    ]);
  });

  it("lets people sign in, lists them and ends their access", async () => {
    await using installation = await createInstallation();
    const { koppeling } = installation;
    const made = await koppeling(["users", "create", "Ada@Example.com", "--role", "admin", "--json"]);
    expect(JSON.parse(made.stdout)).toMatchObject({
      email: "ada@example.com",
      role: "admin",
      generatedPassword: expect.stringMatching(/^.{20}$/) as string,
    });
    const given = await koppeling(
      ["users", "create", "bob@example.com", "--password-stdin", "--json"],
      "correct horse battery\n",
    );
    expect(JSON.parse(given.stdout)).toMatchObject({ role: "viewer", generatedPassword: null });
    expect(
      (await koppeling(["users", "create", "x@example.com", "--password-stdin"], "short")).stderr,
    ).toContain("12");
    expect(await koppeling(["users", "reset-second-factor", "ada@example.com", "--json"])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('"reset": false') as string,
    });
    expect(await koppeling(["users", "disable", "bob@example.com"])).toMatchObject({ exitCode: 0 });
    expect((await koppeling(["users", "list"])).stdout).toMatch(/bob@example\.com .* disabled/);
    expect(await koppeling(["users", "disable", "ada@example.com"])).toMatchObject({ exitCode: 1 });
  });

  it("imports Fathom's team members as sales reps, and shows the settings masked", async () => {
    await using installation = await createInstallation();
    const { koppeling } = installation;
    expect((await koppeling(["reps", "import", "--dry-run"])).stdout).toContain("would be made");
    expect(await koppeling(["reps", "import"])).toMatchObject({ exitCode: 0 });
    expect((await koppeling(["reps", "list"])).stdout).toContain("anna.devries@zonnewende.example");
    const settings = await koppeling(["settings", "show"]);
    expect(settings.stdout).toMatch(/API key\s+sandbox\.\.\.xvKAs/);
    expect(settings.stdout + settings.stderr).not.toContain(SANDBOX_API_KEY);
  });

  it("says what is wrong with the arguments or the environment, and exits with 1", async () => {
    await using installation = await createInstallation({
      PORT: "none",
      SETTINGS_ENCRYPTION_KEYS: "k=short",
    });
    const { koppeling } = installation;
    const environment = await koppeling(["reps", "list"]);
    expect(environment).toMatchObject({ exitCode: 1, stdout: "" });
    expect(environment.stderr).toMatch(/PORT[\s\S]*SETTINGS_ENCRYPTION_KEYS/);
    expect(await koppeling(["sync", "--hours", "5"])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("Allowed choices are 24, 168, 720") as string,
    });
    expect(await koppeling(["sing"])).toMatchObject({ exitCode: 1 });
  });

  it("asks for the migrations that a database of one's own lacks, and applies them when told", async () => {
    await using installation = await createInstallation();
    const { koppeling, database } = installation;
    await database.db.pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    expect(await koppeling(["users", "list"])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("npm run koppeling -- migrate") as string,
    });
    expect((await koppeling(["migrate"])).stdout).toMatch(/^Applied: \d{14}_init/);
    expect(await koppeling(["users", "list"])).toMatchObject({ exitCode: 0 });
  });

  it.runIf(pgbouncer !== null)("works behind a pooler, and migrates past it", async () => {
    await using server = await createTestDatabase();
    await using pooler = await startPgbouncer({ serverUrl: server.url, mode: "transaction", poolSize: 2 });
    const DATABASE_URL = `${pooler.through(server.url)}?schema=koppeling`;
    await using without = await createInstallation({ DATABASE_URL });
    expect(await without.koppeling(["migrate"])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /pooler.*: set DIRECT_DATABASE_URL to the address of the server itself/,
      ) as string,
    });
    const elsewhere = await createInstallation({ DATABASE_URL, DIRECT_DATABASE_URL: server.url });
    expect((await elsewhere.koppeling(["migrate"])).stderr).toContain("the same ?schema= as DATABASE_URL");
    await elsewhere[Symbol.asyncDispose]();

    await using installation = await createInstallation({
      DATABASE_URL,
      DIRECT_DATABASE_URL: `${server.url}?schema=koppeling`,
    });
    const { koppeling } = installation;
    expect((await koppeling(["migrate"])).stdout).toMatch(/^Applied: \d{14}_init/);
    expect(await koppeling(["seed"])).toMatchObject({ exitCode: 0 });
    expect(await koppeling(["sync", "--hours", "720"])).toMatchObject({ exitCode: 0 });
    const doctor = await koppeling(["doctor"]);
    expect(doctor.stdout).toContain("Nothing is wrong.");
  });

  it.runIf(openssl !== null)(
    "takes an authority of one's own for the database, in migrations as well",
    async () => {
      await using server = await startTlsPostgres();
      await server.show("good");
      const DATABASE_URL = `${server.url}?sslmode=verify-full`;
      await using stranger = await createInstallation({ DATABASE_URL });
      for (const command of [["migrate"], ["users", "list"], ["doctor"]]) {
        const { exitCode, stdout, stderr } = await stranger.koppeling(command);
        expect(exitCode).toBe(1);
        expect(stdout + stderr).toContain("signed by nobody that this machine knows");
      }
      await using known = await createInstallation({ DATABASE_URL, NODE_EXTRA_CA_CERTS: server.authority });
      expect((await known.koppeling(["migrate"])).stdout).toMatch(/^Applied: \d{14}_init/);
      expect(await known.koppeling(["users", "list"])).toMatchObject({ exitCode: 0 });
      await using named = await createInstallation({
        DATABASE_URL: `${DATABASE_URL}&sslrootcert=${server.authority}&schema=another`,
      });
      expect((await named.koppeling(["migrate"])).stdout).toMatch(/^Applied: \d{14}_init/);
      expect(await named.koppeling(["users", "list"])).toMatchObject({ exitCode: 0 });
      await using unnamed = await createInstallation({
        DATABASE_URL: `${DATABASE_URL}&sslrootcert=/no/such.pem`,
      });
      expect((await unnamed.koppeling(["migrate"])).stderr).toMatch(
        /sslrootcert .* cannot be read: \/no\/such\.pem/,
      );
    },
  );
});
