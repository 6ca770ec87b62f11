import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type JobEvent } from "../src/job";
import { driveRun } from "../src/testing/inngest-server";
import { createEventServer } from "./create-event-server";
import { type FromWorker, SIGNING_KEY, type ToWorker, type WorkerTask } from "./worker-messages";

/** A worker that takes longer is killed like any other: the campaign stops by itself. */
const MAX_WORKER_MS = 45_000;
const LEASE_MS = 1_100;

/**
 * One sync by a process of its own, however it ends.
 * @returns what became of it, for the report
 */
export async function runWorker(task: WorkerTask): Promise<string> {
  const outcome = task.executor === "embedded" ? await runEmbedded(task) : await runInngest(task);
  // What was killed holds its run for a lease; nobody else does.
  await sleep(LEASE_MS);
  return outcome;
}

function start(task: WorkerTask): ChildProcess {
  return fork(path.join(import.meta.dirname, "worker.ts"), [JSON.stringify(task)], {
    execArgv: ["--import", "tsx"],
  });
}

async function runEmbedded(task: WorkerTask): Promise<string> {
  const child = start(task);
  const timer = setTimeout(() => child.kill("SIGKILL"), MAX_WORKER_MS);
  let outcome = "died";
  child.on("message", (message: FromWorker) => {
    if (message.kind === "done") outcome = message.status;
  });
  await new Promise((resolve) => child.once("exit", resolve));
  clearTimeout(timer);
  return outcome;
}

/** The campaign is the Inngest server here: it keeps events and step results while the app is killed and comes back. */
async function runInngest(task: WorkerTask): Promise<string> {
  const deadline = Date.now() + MAX_WORKER_MS;
  const events: JobEvent[] = [];
  await using inngest = await createEventServer(events);
  let app = await startApp({ ...task, inngestUrl: inngest.url });
  const comeBack = async () => {
    app.child.kill("SIGKILL");
    app = await startApp({ ...task, inngestUrl: inngest.url, kill: null });
    return app.url;
  };
  try {
    const first = await app.request({ kind: "request", hours: task.hours });
    if (first === "requested") return await drain();
    // Another run stands in the way, perhaps one whose worker died: the sweep sees to it, and then there is room.
    if (first !== "already running") await comeBack();
    await sleep(LEASE_MS);
    events.push({ name: "inngest/scheduled.timer", data: {} });
    await drain();
    const second = await app.request({ kind: "request", hours: task.hours });
    return `${first}, then ${second}, ${await drain()}`;
  } finally {
    app.child.kill("SIGKILL");
  }

  /** Runs events until there are none; a run may send others. */
  async function drain(): Promise<string> {
    let failures = 0;
    for (let event = events.shift(); event && Date.now() < deadline; event = events.shift()) {
      const functionId = event.name === "sync/requested" ? "sync-calls" : "resume-runs";
      const input = { signingKey: SIGNING_KEY, retries: 4, onUnreachable: comeBack };
      const run = await driveRun(app.url, { ...input, functionId: `fathom-koppeling-${functionId}`, event });
      if (!run.failed) continue;
      failures += 1;
      const failed = { event, error: { name: "Error", message: "failed" } } as unknown as JobEvent["data"];
      await driveRun(app.url, {
        ...input,
        functionId: `fathom-koppeling-${functionId}-failure`,
        event: { name: "inngest/function.failed", data: failed },
      });
    }
    return failures === 0 ? "ran" : `${failures} failed`;
  }
}

type App = { child: ChildProcess; url: string; request(message: ToWorker): Promise<string> };

async function startApp(task: WorkerTask): Promise<App> {
  const child = start(task);
  let answered: ((outcome: string) => void) | null = null;
  const url = await new Promise<string>((resolve, reject) => {
    child.on("message", (message: FromWorker) => {
      if (message.kind === "ready") resolve(message.url);
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
    url,
    request: (message) =>
      new Promise((resolve) => {
        answered = resolve;
        child.send(message, (error) => {
          if (error) resolve("died");
        });
      }),
  };
}
