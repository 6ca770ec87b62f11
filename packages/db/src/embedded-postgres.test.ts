import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";
import { createTemporaryDirectory } from "./testing/temporary-directory";

const optionsFor = (dataDir: string) => ({ dataDir, password: "test", durable: false });

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

/** The folder `.data` of an installation, which is made by the start. */
const dataDirIn = (directory: { path: string }) => path.join(directory.path, "data");

function holdServerInAnotherProcess(dataDir: string) {
  const program = fileURLToPath(new URL("./testing/hold-server.ts", import.meta.url));
  return spawn(process.execPath, ["--import", "tsx", program, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

describe("startEmbeddedPostgres", () => {
  it("keeps the data and the port from one start to the next", async () => {
    using directory = createTemporaryDirectory();
    const options = optionsFor(dataDirIn(directory));
    const first = await startEmbeddedPostgres(options);
    expect(first.tookOver).toBe(false);
    expect(
      await query(
        first.url,
        `SELECT current_setting('server_encoding') AS encoding, datlocale AS locale
           FROM pg_database WHERE datname = current_database()`,
      ),
    ).toEqual([{ encoding: "UTF8", locale: "C.UTF-8" }]);
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    expect(await findEmbeddedPostgres(options)).toBe(first.url);
    await first.stop();
    await first.stop();
    expect(await findEmbeddedPostgres(options)).toBeNull();

    const second = await startEmbeddedPostgres(options);
    expect(second).toMatchObject({ port: first.port, dir: first.dir, tookOver: false });
    expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it("picks another port when the old one is taken", async () => {
    using directory = createTemporaryDirectory();
    const options = optionsFor(dataDirIn(directory));
    const first = await startEmbeddedPostgres(options);
    await first.stop();
    const intruder = createServer().listen(first.port, "127.0.0.1");
    await once(intruder, "listening");
    const second = await startEmbeddedPostgres(options);
    expect(second.port).not.toBe(first.port);
    await second.stop();
    intruder.close();
  });

  it("takes over the server of a process that was killed", async () => {
    using directory = createTemporaryDirectory();
    const options = optionsFor(dataDirIn(directory));
    const holder = holdServerInAnotherProcess(options.dataDir);
    const [line] = (await once(holder.stdout, "data")) as [Buffer];
    const held = JSON.parse(line.toString()) as { port: number };
    holder.kill("SIGKILL");
    await once(holder, "exit");

    const server = await startEmbeddedPostgres(options);
    expect(server).toMatchObject({ tookOver: true, port: held.port });
    expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await server.stop();
    expect(await findEmbeddedPostgres(options)).toBeNull();
  });

  it("is stopped by the last that uses it", async () => {
    using directory = createTemporaryDirectory();
    const options = optionsFor(dataDirIn(directory));
    const [first, second] = await Promise.all([
      startEmbeddedPostgres(options),
      startEmbeddedPostgres(options),
    ]);
    expect([first.tookOver, second.tookOver].sort()).toEqual([false, true]);
    await first.stop();
    expect(await query(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await second.stop();
    expect(await findEmbeddedPostgres(options)).toBeNull();
  });

  it("starts after a crash, even when another program now has the server's number", async () => {
    using directory = createTemporaryDirectory();
    const options = optionsFor(dataDirIn(directory));
    const crashed = await startEmbeddedPostgres(options);
    await query(crashed.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    const pidFile = path.join(crashed.dir, "postmaster.pid");
    const note = readFileSync(pidFile, "utf8");
    await crashed.stop();
    writeFileSync(pidFile, note.replace(/^\d+/, String(process.pid)), { mode: 0o600 });

    const server = await startEmbeddedPostgres(options);
    expect(await query(server.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await server.stop();
  });

  it("recovers from a kill of the server itself", async () => {
    using directory = createTemporaryDirectory();
    const options = { ...optionsFor(dataDirIn(directory)), durable: true };
    const killed = await startEmbeddedPostgres(options);
    await query(killed.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    process.kill(
      Number.parseInt(readFileSync(path.join(killed.dir, "postmaster.pid"), "utf8"), 10),
      "SIGKILL",
    );

    const server = await startEmbeddedPostgres(options);
    expect(server.tookOver).toBe(false);
    expect(await query(server.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await server.stop();
    await killed.stop();
  });

  it("says so when the password is not the one that the data was made with", async () => {
    using directory = createTemporaryDirectory();
    const options = optionsFor(dataDirIn(directory));
    await (await startEmbeddedPostgres(options)).stop();
    await expect(startEmbeddedPostgres({ ...options, password: "other" })).rejects.toThrow(
      "another password",
    );
    expect(await findEmbeddedPostgres(options)).toBeNull();
  });
});
