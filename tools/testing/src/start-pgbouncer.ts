import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findProgram } from "./find-program";
import { createTemporaryDirectory } from "./temporary-directory";

export interface Pgbouncer extends AsyncDisposable {
  /** A database's address through the pooler. */
  through: (databaseUrl: string) => string;
}

/** Null where this machine has none. */
export const pgbouncer = findProgram("pgbouncer");

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}

/**
 * Starts a real PgBouncer before a server.
 * @param options.serverUrl with the account that both sides know, whatever the database
 * @param options.poolSize connections to the server, for each database and account
 */
export async function startPgbouncer(options: {
  serverUrl: string;
  mode: "transaction" | "session";
  poolSize: number;
}): Promise<Pgbouncer> {
  if (!pgbouncer) throw new Error("PgBouncer is missing: apt-get install pgbouncer");
  const directory = createTemporaryDirectory();
  const server = new URL(options.serverUrl);
  const port = await findFreePort();
  const inDirectory = (name: string) => path.join(directory.path, name);
  writeFileSync(inDirectory("users.txt"), `"${server.username}" "${decodeURIComponent(server.password)}"\n`);
  writeFileSync(
    inDirectory("pgbouncer.ini"),
    `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${inDirectory("users.txt")}
pool_mode = ${options.mode}
default_pool_size = ${options.poolSize}
`,
  );
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ["--user", "nobody"] : [];
  const child = spawn(pgbouncer, [...user, inDirectory("pgbouncer.ini")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const exit = once(child, "exit");

  const through = (databaseUrl: string) => {
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${port}`;
    return url.href;
  };
  const answers = async () => {
    const client = new pg.Client({ connectionString: through(options.serverUrl) });
    client.on("error", () => {}); // told by connect
    try {
      await client.connect();
      return true;
    } catch {
      return false; // it is still on its way up; the log says what else it may be
    } finally {
      await client.end();
    }
  };
  for (let attempt = 0; !(await answers()); attempt += 1) {
    if (child.exitCode !== null || attempt > 200) throw new Error(`PgBouncer did not start:\n${log}`);
    await sleep(50);
  }
  return {
    through,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      await exit;
      directory[Symbol.dispose]();
    },
  };
}
