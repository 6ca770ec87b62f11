import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "@koppeling/embedded-postgres/start-embedded-postgres";
import { migrate } from "@koppeling/db/migrate";

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
  const directory = mkdtempSync(path.join(tmpdir(), "koppeling-test-"));
  chmodSync(directory, 0o755); // as root the server runs under another account
  const server = await startEmbeddedPostgres({
    dataDir: directory,
    password: "test",
    database: TEMPLATE_DATABASE,
    durable: false,
  });
  const dismissWatch = cleanUpAfterKill(server.dir, directory);
  await migrate({ url: server.url });
  return {
    adminUrl: server.adminUrl,
    stop: async () => {
      await server.stop();
      dismissWatch();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
