import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { createFathomClient } from "@koppeling/fathom/client";
import { createDeps } from "@koppeling/api/create-deps";
import { createLogger } from "@koppeling/api/create-logger";
import { type Deps } from "@koppeling/api/deps";
import { parseEnvironment } from "@koppeling/api/environment";
import { createInngestExecutor } from "@koppeling/api/executors/inngest";
import { requestSync } from "@koppeling/api/features/sync/request-sync";
import { runReconcile } from "@koppeling/api/features/reconcile/run-reconcile";
import { runSync } from "@koppeling/api/features/sync/run-sync";
import { findDueEvents } from "@koppeling/api/features/webhooks/sweep-webhooks.job";
import { jobs } from "@koppeling/api/jobs";
import { serveWebhooks, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { serveOverHttp } from "@koppeling/testing/serve-over-http";
import { testEnvironment } from "@koppeling/testing/test-environment";
import { type Kill } from "./create-plan";
import { type FromWorker, SIGNING_KEY, type ToWorker, type WorkerTask } from "./worker-messages";

/** The app of the campaign: a process of its own, so that it can really be killed. */
const task = JSON.parse(process.argv[2] ?? "{}") as WorkerTask;
const say = (message: FromWorker) => process.send?.(message);

const parsed = parseEnvironment({
  ...testEnvironment,
  DATABASE_URL: task.databaseUrl,
  FATHOM_API_BASE_URL: task.fathomUrl,
  FATHOM_API_KEY: task.apiKey,
  FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET,
});
if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
const deps = createDeps(parsed.environment, {
  log: createLogger(task.logLevel),
  config: { retryBaseSeconds: 0.05, leaseSeconds: 1 },
});
const die = armKill(task.kill);
breakFathom(deps);
breakDatabase(deps);
const { url: webhookUrl } = await serveWebhooks(deps);

if (task.executor === "embedded") {
  deps.jobs.start();
  say({ kind: "ready", url: null, webhookUrl });
  const result = await runSync(deps, { trigger: "cli", hours: task.hours ?? undefined });
  say({ kind: "done", status: result.status });
  if (task.settle) {
    await once(process, "message");
    await settleEvents(deps);
    say({ kind: "settled", difference: await findDifference(deps) });
  }
  process.disconnect?.();
  process.exit(0);
} else {
  const executor = createInngestExecutor(jobs, () => deps, {
    ...deps.config.inngest,
    signingKey: SIGNING_KEY,
    eventKey: "chaos",
    baseUrl: task.inngestUrl ?? null,
  });
  deps.jobs = executor;
  const server = await serveOverHttp((request) =>
    executor.answer(request, { address: null, directPeer: null }),
  );
  process.on("message", (message: ToWorker) => {
    if (message.kind !== "request") return;
    void requestSync(deps, { trigger: "manual", hours: message.hours ?? undefined }).then(
      (run) => say({ kind: "requested", alreadyRunning: run.alreadyRunning }),
      (error: unknown) => say({ kind: "refused", reason: String(error) }),
    );
  });
  const url = `${server.url}/api/inngest`;
  say({ kind: "ready", url, webhookUrl });
}

/** What the sweeper does each minute, more often, until no event is left. Whoever waits for this has a time limit. */
async function settleEvents(target: Deps): Promise<void> {
  while (
    (await target.db.prisma.webhookEvent.count({ where: { status: { in: ["received", "processing"] } } })) > 0
  ) {
    for (const webhookId of await findDueEvents(target)) {
      await target.jobs.send({ name: "webhook/received", data: { webhookId, resume: true } });
    }
    await sleep(50);
  }
}

/** @returns what reconcile finds different after everything, empty when nothing is */
async function findDifference(target: Deps): Promise<string> {
  const { result, difference } = await runReconcile(target, { days: 31 });
  if (!difference?.complete) return `the reconcile ended ${result.status}, without a complete listing`;
  const { missing, notSeen } = difference;
  return missing + notSeen === 0
    ? ""
    : `reconcile finds ${missing} missing and ${notSeen} that Fathom does not show`;
}

/** @returns what each named point calls; at the chosen one, at its n-th pass, the process is gone in that instant. */
function armKill(kill: Kill | null): (point: Kill["point"]) => void {
  let passes = 0;
  return (point) => {
    if (kill?.point === point && ++passes === kill.pass) process.kill(process.pid, "SIGKILL");
  };
}

/** Impatient time-outs, so that a Fathom that hangs costs a test little. */
function breakFathom(target: Deps): void {
  target.fathom = (apiKey) => {
    const client = createFathomClient({
      apiKey,
      baseUrl: task.fathomUrl,
      timeouts: { connectMs: 1_000, headersMs: 1_500, bodyMs: 1_500, totalMs: 4_000 },
      maxResponseBytes: 8 * 1024 * 1024,
    });
    return {
      ...client,
      fetchMeetingPage: async (query) => {
        die("before_fetch");
        const page = await client.fetchMeetingPage(query);
        die("after_fetch");
        return page;
      },
    };
  };
}

/** The statements that store recordings and events are known by their names; everything else passes as it is. */
function breakDatabase(target: Deps): void {
  const { pool } = target.db;
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const broken = async (...args: unknown[]) => {
    const [config] = args;
    const isWrite =
      typeof config === "object" &&
      config !== null &&
      "name" in config &&
      /^(store-|insert-webhook-event)/.test(String(config.name));
    if (!isWrite) return query(...args);
    die("before_store");
    const stored = query(...args);
    setImmediate(() => die("during_store"));
    const result = await stored;
    die("after_store");
    return result;
  };
  pool.query = broken as typeof pool.query;
}
