import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "@koppeling/db/embedded-postgres";
import { migrate } from "@koppeling/db/migrate";
import { TEMPLATE_DATABASE } from "@koppeling/db/testing/test-cluster";
import { measureIdle } from "./measure-idle";
import { measureMemory } from "./measure-memory";
import { measurePace } from "./measure-pace";
import { measureWriter } from "./measure-writer";

/** `npm run bench`: everything is measured side by side in this one run, so that ratios mean something on any machine. */
const quick = process.argv.includes("--quick");
/** How often each way is measured; the median counts. */
const rounds = quick ? 1 : Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 3;
const directory = mkdtempSync(path.join(tmpdir(), "koppeling-bench-"));
// Durable, as in production: a commit that is not on disk would flatter the loops.
const server = await startEmbeddedPostgres({
  dataDir: directory,
  password: "bench",
  database: TEMPLATE_DATABASE,
});
try {
  await migrate({ url: server.url });
  await measureIdle(server.adminUrl);
  await measureWriter(server.adminUrl, { recordings: quick ? 1_000 : 10_000, rounds });
  await measureMemory(server.adminUrl, quick ? [500, 1_000] : [1_000, 100_000]);
  if (!quick) await measurePace(server.adminUrl, 3);
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
