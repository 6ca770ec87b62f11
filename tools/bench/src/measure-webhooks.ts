import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { createDb, type Db } from "@koppeling/db/create-db";
import { startEmbeddedPostgres } from "@koppeling/embedded-postgres/start-embedded-postgres";
import { migrate } from "@koppeling/db/migrate";
import { createBulkWorld } from "@koppeling/sandbox/create-bulk-world";
import { renderMeeting } from "@koppeling/sandbox/render-meeting";
import { SANDBOX_API_KEY, startSandbox } from "@koppeling/sandbox/start-sandbox";
import { signWebhook } from "@koppeling/fathom/verify-webhook";
import { REPOSITORY_ROOT } from "@koppeling/cli/env";
import { formatTable } from "@koppeling/cli/output";
import { buildWeb, webServerFile } from "@koppeling/start/build-web";
import { startWebServer } from "@koppeling/start/web-server";

const REP = { name: "Anna", email: "anna@bench.example" };
const SECRET = `whsec_${Buffer.alloc(24, 9).toString("base64")}`;
const PER_SECOND = 50;

/**
 * The built dashboard takes signed deliveries, and between them as many requests to a route that does nothing. What is
 * measured: the answer of each, and when the delivered call was in the CRM.
 */
export async function measureWebhooks(seconds: number): Promise<void> {
  const environment = { PATH: process.env.PATH ?? "" };
  await buildWeb({ rootDir: REPOSITORY_ROOT, environment });
  const directory = mkdtempSync(path.join(tmpdir(), "koppeling-bench-web-"));
  const server = await startEmbeddedPostgres({ dataDir: directory, password: "bench", database: "bench" });
  const sandbox = await startSandbox({ limits: null, world: createBulkWorld({ count: 0, reps: [REP] }) });
  const db = createDb({ url: server.url });
  try {
    await migrate({ url: server.url });
    await db.pool.query("INSERT INTO sales_reps (name, email) VALUES ($1, $2)", [REP.name, REP.email]);
    const port = await findPort();
    const program = webServerFile(REPOSITORY_ROOT);
    const web = await startWebServer({
      program: [program],
      cwd: path.dirname(program),
      host: "127.0.0.1",
      port,
      signal: new AbortController().signal,
      logFile: path.join(directory, "web.log"),
      environment: {
        ...environment,
        NODE_ENV: "production",
        DATABASE_URL: server.url,
        DATA_DIR: directory,
        NEXTAUTH_URL: `http://127.0.0.1:${port}`,
        NEXTAUTH_SECRET: "bench-session-secret-0123456789abcdefghij",
        AUDIT_HMAC_KEY: "bench-audit-key-0123456789abcdefghijklmnop",
        SETTINGS_ENCRYPTION_KEYS: `bench=${Buffer.alloc(32, 3).toString("base64")}`,
        FATHOM_API_BASE_URL: sandbox.url,
        FATHOM_API_KEY: SANDBOX_API_KEY,
        FATHOM_WEBHOOK_SECRET: SECRET,
        JOBS: "embedded",
        LOG_LEVEL: "error",
      },
    });
    try {
      await deliver(db, { url: `http://127.0.0.1:${port}`, seconds });
    } finally {
      await web.stop();
    }
  } finally {
    await db.close();
    await sandbox.stop();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function deliver(db: Db, target: { url: string; seconds: number }): Promise<void> {
  const { url, seconds } = target;
  const count = PER_SECOND * seconds;
  const now = new Date();
  const world = createBulkWorld({ count, seed: 7, reps: [REP], transcriptLines: 80 });
  const includes = { transcript: true, summary: true, actionItems: true, crmMatches: false };
  const bodies = world.list(now).map((recording) => Buffer.from(renderMeeting(recording, includes, now)));

  // The first requests to a route load it.
  for (let index = 0; index < 20; index++) await fetch(`${url}/api/health`).then((answer) => answer.text());
  const sentAt = new Map<string, number>();
  const stored: number[] = [];
  const empty: number[] = [];
  const pending: Promise<void>[] = [];
  const start = performance.now();
  for (const [index, body] of bodies.entries()) {
    const id = `msg_bench_${index}`;
    pending.push(
      sendDelivery(url, { id, body }).then((sent) => {
        sentAt.set(id, sent.at);
        stored.push(sent.milliseconds);
      }),
    );
    await sleepUntil(start + (index + 0.5) * (1000 / PER_SECOND));
    pending.push(
      timed(() => fetch(`${url}/api/health`)).then(({ milliseconds }) => {
        empty.push(milliseconds);
      }),
    );
    await sleepUntil(start + (index + 1) * (1000 / PER_SECOND));
  }
  await Promise.all(pending);

  const processed = await waitForAll(db, count);
  const inCrm = processed.map(
    ({ webhook_id: id, processed_at: at }) => at.getTime() - (sentAt.get(id) ?? Number.NaN),
  );
  const baseline = percentile(empty, 0.5);
  const row = (name: string, values: number[]) => [
    name,
    ...[0.5, 0.95, 0.99].map((share) => `${percentile(values, share).toFixed(1)} ms`),
    `${(percentile(values, 0.5) / baseline).toFixed(1)} x`,
  ];
  console.log(
    `\n## ${count} deliveries, ${PER_SECOND} a second, beside as many requests to an empty route\n`,
  );
  console.log(
    formatTable(
      ["", "p50", "p95", "p99", "p50 against the empty route"],
      [
        row("empty route, answered", empty),
        row("delivery, stored and answered", stored),
        row("delivery, call in the CRM", inCrm),
      ],
    ),
  );
}

async function sendDelivery(
  url: string,
  delivery: { id: string; body: Buffer },
): Promise<{ at: number; milliseconds: number }> {
  const timestamp = Math.floor(Date.now() / 1000);
  const { id, body } = delivery;
  const signature = signWebhook({ secret: SECRET, id, timestamp, rawBody: body });
  const at = Date.now();
  const { milliseconds, status } = await timed(() =>
    fetch(`${url}/api/webhooks/fathom`, {
      method: "POST",
      headers: {
        "webhook-id": id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": signature,
      },
      body: new Uint8Array(body),
    }),
  );
  if (status !== 200) throw new Error(`a delivery was answered ${status}`);
  return { at, milliseconds };
}

async function timed(request: () => Promise<Response>): Promise<{ milliseconds: number; status: number }> {
  const start = performance.now();
  const response = await request();
  await response.arrayBuffer();
  return { milliseconds: performance.now() - start, status: response.status };
}

/** @throws when events were parked, or calls are missing */
async function waitForAll(db: Db, count: number): Promise<{ webhook_id: string; processed_at: Date }[]> {
  for (;;) {
    const { rows } = await db.pool.query<{ webhook_id: string; processed_at: Date }>(
      "SELECT webhook_id, processed_at FROM webhook_events WHERE status = 'processed'",
    );
    const { rows: parked } = await db.pool.query("SELECT 1 FROM webhook_events WHERE status = 'parked'");
    if (parked.length > 0) throw new Error(`${parked.length} events were parked`);
    if (rows.length === count) {
      const calls = await db.prisma.call.count();
      if (calls !== count) throw new Error(`${calls} calls were stored of ${count}`);
      return rows;
    }
    await sleep(200);
  }
}

const sleepUntil = (moment: number) => sleep(Math.max(0, moment - performance.now()));

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function findPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
