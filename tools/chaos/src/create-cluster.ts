import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmbeddedPostgres } from "@koppeling/embedded-postgres/start-embedded-postgres";
import { migrate } from "@koppeling/db/migrate";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { TEMPLATE_DATABASE } from "@koppeling/testing/test-cluster";
import { type Cluster } from "./run-seed";

/** A PostgreSQL of the campaign's own, with the migrated template in it. */
export async function createCluster(): Promise<Cluster & AsyncDisposable> {
  const directory = createTemporaryDirectory("koppeling-chaos");
  // Durable: what was acknowledged has to be there after an immediate shutdown.
  const options = { dataDir: directory.path, password: "chaos", database: TEMPLATE_DATABASE };
  let server = await startEmbeddedPostgres(options);
  await migrate({ url: server.url });
  return {
    adminUrl: server.adminUrl,
    restart: async (how) => {
      if (how === "immediate") {
        const [pid = ""] = readFileSync(path.join(server.dir, "postmaster.pid"), "utf8").split("\n");
        process.kill(Number(pid), "SIGQUIT");
        while (isAlive(Number(pid))) await sleep(20);
      }
      await server.stop();
      server = await startEmbeddedPostgres({ ...options, port: server.port });
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      directory[Symbol.dispose]();
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
