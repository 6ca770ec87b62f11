import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "@koppeling/embedded-postgres/start-embedded-postgres";
import { migrate } from "@koppeling/db/migrate";
import { TEMPLATE_DATABASE } from "@koppeling/testing/test-cluster";
import { measureIdle } from "./measure-idle";
import { measureMemory } from "./measure-memory";
import { measurePace } from "./measure-pace";
import { measureQueries } from "./measure-queries";
import { measureWebhooks } from "./measure-webhooks";
import { measureWriter } from "./measure-writer";

/**
 * `npm run bench`: everything is measured side by side in this one run, so that ratios mean something on any machine.
 * All of it takes about half an hour; the pace and the memory are the most of that.
 */
const quick = process.argv.includes("--quick");
/** How often each way is measured; the median counts. */
const rounds = quick ? 1 : Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 3;
/** `--only queries` measures that alone. */
const wanted = (name: string) => !process.argv.includes("--only") || process.argv.includes(name);
const directory = mkdtempSync(path.join(tmpdir(), "koppeling-bench-"));
// Durable, as in production: a commit that is not on disk would flatter the loops.
const server = await startEmbeddedPostgres({
  dataDir: directory,
  password: "bench",
  database: TEMPLATE_DATABASE,
});
try {
  await migrate({ url: server.url });
  if (wanted("idle")) await measureIdle(server.adminUrl);
  if (wanted("writer")) await measureWriter(server.adminUrl, { recordings: quick ? 1_000 : 10_000, rounds });
  if (wanted("memory")) await measureMemory(server.adminUrl, quick ? [500, 1_000] : [1_000, 100_000]);
  if (wanted("pace") && !quick) await measurePace(server.adminUrl, 3);
  const calls = quick ? { calls: 50_000, transcripts: 1_000 } : { calls: 1_000_000, transcripts: 20_000 };
  const queries = !wanted("queries") || (await measureQueries(server.adminUrl, { ...calls, rounds: 40 }));
  if (!queries) process.exitCode = 1;
  if (wanted("webhooks")) await measureWebhooks(quick ? 4 : 20);
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
