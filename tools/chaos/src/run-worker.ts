import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type JobEvent } from "@koppeling/api/job";
import { bundleProgram } from "@koppeling/testing/bundle-program";
import { driveFailure, driveRun } from "@koppeling/testing/inngest-server";
import { type Deliveries } from "./create-deliveries";
import { type FromWorker, SIGNING_KEY, type ToWorker, type WorkerTask } from "./worker-messages";

/** A worker that takes longer is killed like any other: the campaign stops by itself. */
const MAX_WORKER_MS = 180_000;
const LEASE_MS = 1_100;
/** What the Inngest server sends a function at its time. */
const TIMER = "inngest/scheduled.timer";
const FUNCTION_OF_EVENT: Record<string, string> = {
  "sync/requested": "sync-calls",
  "webhook/received": "process-webhook",
};

/** Who sends webhooks meanwhile, and how many events wait in the database. */
export type Surroundings = {
  deliveries: Pick<Deliveries, "deliverTo" | "flush">;
  countOpenEvents: () => Promise<number>;
};

/**
 * One sync by a process of its own, however it ends, while webhooks come in.
 * @returns what became of it, for the report
 */
export async function runWorker(task: WorkerTask, surroundings: Surroundings): Promise<string> {
  const run = task.executor === "embedded" ? runEmbedded : runInngest;
  const outcome = await run(task, surroundings);
  // What was killed holds its run for a lease; nobody else does.
  await sleep(LEASE_MS);
  return outcome;
}

async function start(task: WorkerTask): Promise<ChildProcess> {
  return fork(await bundleProgram(new URL("./worker.ts", import.meta.url)), [JSON.stringify(task)], {
    execArgv: [],
  });
}

async function runEmbedded(task: WorkerTask, { deliveries }: Surroundings): Promise<string> {
  const child = await start(task);
  const timer = setTimeout(() => child.kill("SIGKILL"), MAX_WORKER_MS);
  let outcome = "died";
  let webhookUrl = "";
  let sending: { stop(): Promise<void> } | null = null;
  child.on("message", (message: FromWorker) => {
    if (message.kind === "ready") {
      webhookUrl = message.webhookUrl;
      sending = deliveries.deliverTo(webhookUrl);
    }
    if (message.kind === "done") {
      outcome = message.status;
      if (task.settle) void deliveries.flush(webhookUrl).then(() => child.send({ kind: "settle" }));
    }
    if (message.kind === "settled")
      outcome += message.difference === "" ? ", settled" : `, ${message.difference}`;
  });
  await new Promise((resolve) => child.once("exit", resolve));
  clearTimeout(timer);
  await (sending as { stop(): Promise<void> } | null)?.stop();
  return outcome;
}

/** The campaign is the Inngest server here: it keeps events and step results while the app is killed and comes back. */
async function runInngest(task: WorkerTask, { deliveries, countOpenEvents }: Surroundings): Promise<string> {
  const deadline = Date.now() + MAX_WORKER_MS;
  const events: JobEvent[] = [];
  await using inngest = await createEventServer(events);
  let app = await startApp({ ...task, inngestUrl: inngest.url });
  let sending = deliveries.deliverTo(app.webhookUrl);
  const comeBack = async () => {
    app.child.kill("SIGKILL");
    await sending.stop();
    app = await startApp({ ...task, inngestUrl: inngest.url, kill: null });
    sending = deliveries.deliverTo(app.webhookUrl);
    return app.url;
  };
  try {
    const first = await app.request({ kind: "request", hours: task.hours });
    if (first === "requested") return await settled(await drain());
    // Another run stands in the way, perhaps one whose worker died: the sweep sees to it, and then there is room.
    if (first !== "already running") await comeBack();
    await sleep(LEASE_MS);
    events.push({ name: TIMER, data: { functionId: "resume-runs" } });
    await drain();
    const second = await app.request({ kind: "request", hours: task.hours });
    return await settled(`${first}, then ${second}, ${await drain()}`);
  } finally {
    app.child.kill("SIGKILL");
    await sending.stop();
  }

  /** In peace every delivery is acknowledged, and the sweeper's minute comes again and again. */
  async function settled(outcome: string): Promise<string> {
    if (!task.settle) return outcome;
    await deliveries.flush(app.webhookUrl);
    await drain();
    while ((await countOpenEvents()) > 0 && Date.now() < deadline) {
      await sleep(LEASE_MS);
      events.push({ name: TIMER, data: { functionId: "sweep-webhooks" } });
      await drain();
    }
    return `${outcome}, settled`;
  }

  /** Runs events until there are none; a run may send others. */
  async function drain(): Promise<string> {
    let failures = 0;
    for (let event = events.shift(); event && Date.now() < deadline; event = events.shift()) {
      const functionId =
        event.name === TIMER ? (event.data.functionId as string) : FUNCTION_OF_EVENT[event.name];
      if (functionId === undefined) continue;
      const input = {
        ...{ signingKey: SIGNING_KEY, retries: 4, onUnreachable: comeBack },
        functionId: `fathom-koppeling-${functionId}`,
      };
      const run = await driveRun(app.url, { ...input, event });
      if (!run.failed) continue;
      failures += 1;
      await driveFailure(app.url, input, run);
    }
    return failures === 0 ? "ran" : `${failures} failed`;
  }
}

type App = {
  child: ChildProcess;
  url: string;
  webhookUrl: string;
  request(message: ToWorker): Promise<string>;
};

async function startApp(task: WorkerTask): Promise<App> {
  const child = await start(task);
  let answered: ((outcome: string) => void) | null = null;
  const ready = await new Promise<{ url: string; webhookUrl: string }>((resolve, reject) => {
    child.on("message", (message: FromWorker) => {
      if (message.kind === "ready") resolve({ url: message.url ?? "", webhookUrl: message.webhookUrl });
      if (message.kind === "refused") answered?.("refused");
      if (message.kind === "requested") answered?.(message.alreadyRunning ? "already running" : "requested");
    });
    child.once("exit", (code) => {
      answered?.("died");
      reject(new Error(`the app ended with ${code} before it was ready`));
    });
  });
  return {
    child,
    ...ready,
    request: (message) =>
      new Promise((resolve) => {
        answered = resolve;
        child.send(message, (error) => {
          if (error) resolve("died");
        });
      }),
  };
}

/** The half of an Inngest server that takes events: `POST /e/<key>`. They are kept in order, for whoever drives the runs. */
async function createEventServer(events: JobEvent[]): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as JobEvent | JobEvent[];
      const sent = Array.isArray(body) ? body : [body];
      events.push(...sent);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ids: sent.map(() => randomUUID()), status: 200 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
