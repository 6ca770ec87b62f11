import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { findEmbeddedPostgres } from "@koppeling/embedded-postgres/start-embedded-postgres";
import { bundleProgram } from "@koppeling/testing/bundle-program";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { describe, expect, it } from "vitest";
import { localSecretsFile, readEnvFile } from "@koppeling/cli/env";
import { EMBEDDED_PASSWORD } from "@koppeling/cli/local-secrets";
import { bareEnvironment, type Running, runProgram } from "@koppeling/testing/run-program";

const UP = "Ctrl-C stops everything";

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

async function createInstallation(more: Record<string, string> = {}) {
  const directory = createTemporaryDirectory();
  const dataDir = path.join(directory.path, "data");
  const port = await findFreePort();
  const started: Running[] = [];
  return {
    port,
    dataDir,
    start: async (...args: string[]) => {
      const environment = bareEnvironment({ DATA_DIR: dataDir, PORT: String(port), ...more });
      const file = await bundleProgram(new URL("./start-with-stub.ts", import.meta.url));
      const program = runProgram(file, args, { environment });
      started.push(program);
      return program;
    },
    databaseIsUp: async () => {
      const password = readEnvFile(localSecretsFile(dataDir))[EMBEDDED_PASSWORD] ?? "";
      return (await findEmbeddedPostgres({ dataDir, password })) !== null;
    },
    dashboardIsUp: async () => {
      try {
        return (await fetch(`http://127.0.0.1:${port}/api/health`)).ok;
      } catch {
        return false; // it does not listen
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const { child, ended } of started) {
        child.kill("SIGTERM");
        await ended;
      }
      directory[Symbol.dispose]();
    },
  };
}

describe("npm start", { timeout: 180_000 }, () => {
  it("starts from nothing, syncs, refuses a second start, and stops in order", {
    timeout: 120_000,
  }, async () => {
    await using installation = await createInstallation();
    const first = await installation.start();
    await first.says(UP);
    expect(first.stdout()).toMatch(/Sign in +admin@example\.com\n +Password +\S{20} /);
    expect(first.stdout()).toMatch(/Sync +\d{3} processed: \d{3} new, 0 updated, \d+ skipped, 0 errors/);
    expect(await installation.dashboardIsUp()).toBe(true);

    const second = await installation.start();
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toContain(`process ${first.child.pid} at http://localhost:${installation.port}`);

    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    expect(await installation.dashboardIsUp()).toBe(false);
    expect(await installation.databaseIsUp()).toBe(false);

    const log = path.join(installation.dataDir, "web.log");
    const before = readFileSync(log, "utf8");
    expect(before).toContain("finished the page in hand");
    const third = await installation.start("--no-sync");
    await third.says(UP);
    expect(readFileSync(log, "utf8")).toContain(before);
    expect(statSync(log).mode & 0o777).toBe(0o600);
    expect(third.stdout()).not.toContain("Password");
    expect(third.stdout()).not.toContain("processed");
  });

  it("takes over what a killed start left, and leaves no dashboard behind", {
    timeout: 120_000,
  }, async () => {
    await using installation = await createInstallation();
    const killed = await installation.start("--no-sync");
    await killed.says(UP);
    killed.child.kill("SIGKILL");
    await killed.ended;
    await expect.poll(() => installation.dashboardIsUp(), { timeout: 10_000 }).toBe(false);
    expect(await installation.databaseIsUp()).toBe(true);

    const next = await installation.start();
    await next.says(UP);
    expect(next.stdout()).toContain("was running already");
    next.child.kill("SIGINT");
    expect(await next.ended).toBe(0);
    expect(await installation.databaseIsUp()).toBe(false);
  });

  it("says that the port is taken, before it has started anything", async () => {
    await using installation = await createInstallation();
    const intruder = createServer().listen(installation.port, "127.0.0.1");
    await once(intruder, "listening");
    const program = await installation.start();
    expect(await program.ended).toBe(1);
    expect(program.stderr()).toContain(`Port ${installation.port} is in use by another program`);
    expect(await installation.databaseIsUp()).toBe(false);
    intruder.close();
  });

  it("says every fault of the environment at once", async () => {
    await using installation = await createInstallation({ JOBS: "cron", ADMIN_PASSWORD: "short" });
    const program = await installation.start();
    expect(await program.ended).toBe(1);
    expect(program.stderr()).toMatch(/JOBS[\s\S]*ADMIN_PASSWORD/);
    expect(await installation.databaseIsUp()).toBe(false);
  });
});
