import { spawn } from "node:child_process";
import { startEmbeddedPostgres } from "@koppeling/embedded-postgres/start-embedded-postgres";
import { migrate } from "@koppeling/db/migrate";
import { createTemporaryDirectory } from "./temporary-directory";

/** The migrated database that every test database is a copy of. */
export const TEMPLATE_DATABASE = "template_koppeling";

export interface TestCluster {
  /** For making databases: see cloneDatabase. */
  adminUrl: string;
  stop: () => Promise<void>;
}

/**
 * Ends a server whose test run was killed: waits for the end of a pipe that this process holds, and the system closes
 * it whichever way this process ends.
 */
function cleanUpAfterKill(serverDirectory: string, temporaryDirectory: string): () => void {
  const script = 'cat; kill -INT "$(head -n 1 "$0/postmaster.pid")" && sleep 1; rm -rf "$1"';
  const watch = spawn("sh", ["-c", script, serverDirectory, temporaryDirectory], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watch.unref();
  (watch.stdin as typeof watch.stdin & { unref(): void }).unref();
  return () => watch.kill("SIGKILL");
}

/**
 * Starts a PostgreSQL for tests in a temporary folder, with a migrated template in it. Other programs (browser tests,
 * measurements) may start one of their own.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const directory = createTemporaryDirectory("koppeling-test");
  const server = await startEmbeddedPostgres({
    dataDir: directory.path,
    password: "test",
    database: TEMPLATE_DATABASE,
    durable: false,
  });
  const dismissWatch = cleanUpAfterKill(server.dir, directory.path);
  await migrate({ url: server.url });
  return {
    adminUrl: server.adminUrl,
    stop: async () => {
      await server.stop();
      dismissWatch();
      directory[Symbol.dispose]();
    },
  };
}
