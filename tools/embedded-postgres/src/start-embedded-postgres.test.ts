import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { describe, expect, it } from "vitest";
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from "./start-embedded-postgres";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

/** An installation's folder, with the servers that a test starts on it; disposing stops them and removes it. */
function createInstallation() {
  const directory = createTemporaryDirectory();
  const options = { dataDir: path.join(directory.path, "data"), password: "test", durable: false };
  const started: EmbeddedPostgres[] = [];
  return {
    path: directory.path,
    options,
    start: async (changes: Partial<EmbeddedPostgresOptions> = {}) => {
      const server = await startEmbeddedPostgres({ ...options, ...changes });
      started.push(server);
      return server;
    },
    [Symbol.asyncDispose]: async () => {
      for (const server of started) await server.stop();
      directory[Symbol.dispose]();
    },
  };
}

function holdServerInAnotherProcess(dataDir: string) {
  const program = fileURLToPath(new URL("./hold-server.ts", import.meta.url));
  return spawn(process.execPath, ["--import", "tsx", program, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

const isRoot = process.getuid?.() === 0;

describe("startEmbeddedPostgres", () => {
  it("keeps the data and the port from one start to the next", async () => {
    await using installation = createInstallation();
    const first = await installation.start();
    expect(first.tookOver).toBe(false);
    expect(
      await query(
        first.url,
        `SELECT current_setting('server_encoding') AS encoding, datlocale AS locale
           FROM pg_database WHERE datname = current_database()`,
      ),
    ).toEqual([{ encoding: "UTF8", locale: "C.UTF-8" }]);
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    expect(await findEmbeddedPostgres(installation.options)).toBe(first.url);
    await first.stop();
    await first.stop();
    expect(await findEmbeddedPostgres(installation.options)).toBeNull();

    const second = await installation.start();
    expect(second).toMatchObject({ port: first.port, dir: first.dir, tookOver: false });
    expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it.runIf(isRoot)("keeps the data out of a folder that the server's account cannot reach", async () => {
    await using installation = createInstallation();
    chmodSync(installation.path, 0o700);
    const first = await installation.start();
    expect(first.dir).toMatch(/^\/var\/lib\/fathom-koppeling\/[0-9a-f]{16}\//);
    await first.stop();
    const second = await installation.start();
    expect(second.dir).toBe(first.dir);
    await second.stop();
    rmSync(path.dirname(first.dir), { recursive: true });
  });

  it("picks another port when the old one is taken", async () => {
    await using installation = createInstallation();
    const first = await installation.start();
    await first.stop();
    const intruder = createServer().listen(first.port, "127.0.0.1");
    await once(intruder, "listening");
    const second = await installation.start();
    expect(second.port).not.toBe(first.port);
    await second.stop();
    intruder.close();
  });

  it("takes over the server of a process that was killed", async () => {
    await using installation = createInstallation();
    const holder = holdServerInAnotherProcess(installation.options.dataDir);
    const [line] = (await once(holder.stdout, "data")) as [Buffer];
    const held = JSON.parse(line.toString()) as { port: number };
    holder.kill("SIGKILL");
    await once(holder, "exit");

    const server = await installation.start();
    expect(server).toMatchObject({ tookOver: true, port: held.port });
    expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await server.stop();
    expect(await findEmbeddedPostgres(installation.options)).toBeNull();
  });

  it("is stopped by the last that uses it", async () => {
    await using installation = createInstallation();
    const [first, second] = await Promise.all([installation.start(), installation.start()]);
    expect([first.tookOver, second.tookOver].sort()).toEqual([false, true]);
    await first.stop();
    expect(await query(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await second.stop();
    expect(await findEmbeddedPostgres(installation.options)).toBeNull();
  });

  it("starts after a crash, even when another program now has the server's number", async () => {
    await using installation = createInstallation();
    const crashed = await installation.start();
    await query(crashed.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    const pidFile = path.join(crashed.dir, "postmaster.pid");
    const note = readFileSync(pidFile, "utf8");
    await crashed.stop();
    writeFileSync(pidFile, note.replace(/^\d+/, String(process.pid)), { mode: 0o600 });

    const server = await installation.start();
    expect(await query(server.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await server.stop();
  });

  it("recovers from a kill of the server itself", async () => {
    await using installation = createInstallation();
    const killed = await installation.start({ durable: true });
    await query(killed.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    process.kill(
      Number.parseInt(readFileSync(path.join(killed.dir, "postmaster.pid"), "utf8"), 10),
      "SIGKILL",
    );

    const server = await installation.start({ durable: true });
    expect(server.tookOver).toBe(false);
    expect(await query(server.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await server.stop();
    await killed.stop();
  });

  it("says so when the password is not the one that the data was made with", async () => {
    await using installation = createInstallation();
    await (await installation.start()).stop();
    await expect(installation.start({ password: "other" })).rejects.toThrow("another password");
    expect(await findEmbeddedPostgres(installation.options)).toBeNull();
  });
});
