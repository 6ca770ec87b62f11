import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { createFathomClient } from "@koppeling/fathom/client";
import { serve } from "inngest/node";
import { createDeps } from "../src/create-deps";
import { createLogger } from "../src/create-logger";
import { type Deps } from "../src/deps";
import { parseEnvironment } from "../src/environment";
import { createInngestExecutor } from "../src/executors/inngest";
import { requestSync } from "../src/features/sync/request-sync";
import { runSync } from "../src/features/sync/run-sync";
import { jobs } from "../src/jobs";
import { testEnvironment } from "../src/testing/test-environment";
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
});
if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
const deps = createDeps(parsed.environment, {
  log: createLogger(task.logLevel),
  config: { retryBaseSeconds: 0.05, leaseSeconds: 1 },
});
const die = armKill(task.kill);
breakFathom(deps);
breakDatabase(deps);

if (task.executor === "embedded") {
  deps.jobs.start();
  const result = await runSync(deps, { trigger: "cli", hours: task.hours ?? undefined });
  say({ kind: "done", status: result.status });
  process.disconnect?.();
  process.exit(0);
} else {
  const executor = createInngestExecutor(jobs, () => deps, {
    isDev: false,
    signingKey: SIGNING_KEY,
    eventKey: "chaos",
    ...(task.inngestUrl ? { baseUrl: task.inngestUrl } : {}),
  });
  deps.jobs = executor;
  const server = createServer(serve({ client: executor.client, functions: executor.functions }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.on("message", (message: ToWorker) => {
    void requestSync(deps, { trigger: "manual", hours: message.hours ?? undefined }).then(
      (run) => say({ kind: "requested", alreadyRunning: run.alreadyRunning }),
      (error: unknown) => say({ kind: "refused", reason: String(error) }),
    );
  });
  say({ kind: "ready", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest` });
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

/** The statement that stores a page is known by its name; everything else passes as it is. */
function breakDatabase(target: Deps): void {
  const { pool } = target.db;
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const broken = async (...args: unknown[]) => {
    const [config] = args;
    const isPage =
      typeof config === "object" &&
      config !== null &&
      "name" in config &&
      String(config.name).startsWith("store-page");
    if (!isPage) return query(...args);
    die("before_store");
    const stored = query(...args);
    setImmediate(() => die("during_store"));
    const result = await stored;
    die("after_store");
    return result;
  };
  pool.query = broken as typeof pool.query;
}
