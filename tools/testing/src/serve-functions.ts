import { createLogger } from "@koppeling/api/create-logger";
import { type Deps } from "@koppeling/api/deps";
import { createInngestExecutor, type InngestExecutor } from "@koppeling/api/executors/inngest";
import { requestSync } from "@koppeling/api/features/sync/request-sync";
import { type JobEvent } from "@koppeling/api/job";
import { jobs } from "@koppeling/api/jobs";
import { createWorld } from "@koppeling/sandbox/create-world";
import { createTestStack, type TestStack } from "./create-test-stack";
import { WEBHOOK_SECRET } from "./deliver-webhook";
import { type DriveInput, type DrivenRun, driveRun } from "./inngest-server";
import { serveOverHttp } from "./serve-over-http";

export const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
export const SIGNING_KEY = `signkey-test-${"ab12".repeat(16)}`;
/** Where the configuration says that the app is. */
export const ORIGIN = "https://crm.example.com";
const now = new Date();

export type Served = AsyncDisposable & {
  stack: TestStack;
  executor: InngestExecutor;
  /** Of the log, from warnings on. */
  lines: string[];
  url: string;
  queueRun(): Promise<string>;
};

/** The functions behind a real HTTP server, in cloud mode: unsigned requests are refused. */
export async function serveFunctions(
  calls: number,
  more: { baseUrl?: string; isDev?: boolean; peer?: string | null } = {},
): Promise<Served> {
  const stack = await createTestStack({
    sandbox: { now: () => now, world: createWorld({ recordings: [] }) },
    environment: { FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET },
  });
  const lines: string[] = [];
  stack.deps.log = createLogger("warn", { write: (line: string) => void lines.push(line) });
  await stack.addRep(ANNA.name, ANNA.email);
  for (let index = 0; index < calls; index++) stack.sandbox.addCall({ recordedBy: ANNA });
  const served = await serveExecutor(stack.deps, more);
  const { executor, url } = served;
  // A test may send otherwise without changing the executor.
  stack.deps.jobs = Object.create(executor) as InngestExecutor;
  return {
    stack,
    executor,
    lines,
    url,
    queueRun: async () => {
      stack.deps.jobs.send = async () => undefined;
      return (await requestSync(stack.deps, { trigger: "manual", hours: 24 })).runId;
    },
    [Symbol.asyncDispose]: async () => {
      await served[Symbol.asyncDispose]();
      await stack[Symbol.asyncDispose]();
    },
  };
}

/** The functions of one app; another one of the same deps is a replica. */
export async function serveExecutor(
  deps: Deps,
  more: { baseUrl?: string; isDev?: boolean; peer?: string | null } = {},
): Promise<AsyncDisposable & { executor: InngestExecutor; url: string }> {
  const executor = createInngestExecutor(jobs, () => deps, {
    isDev: more.isDev ?? false,
    devUrl: null,
    signingKey: SIGNING_KEY,
    eventKey: "test",
    baseUrl: more.baseUrl ?? "http://127.0.0.1:1",
    serveOrigin: ORIGIN,
  });
  const server = await serveOverHttp((request) =>
    executor.answer(request, { address: null, directPeer: more.peer ?? null }),
  );
  return {
    executor,
    url: `${server.url}/api/inngest`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export const FUNCTION = { signingKey: SIGNING_KEY, retries: 4, functionId: "fathom-koppeling-sync-calls" };
/** As the product sends it. */
export const requestOf = (runId: string): JobEvent => ({
  name: "sync/requested",
  id: `sync-requested-${runId}`,
  data: { runId },
});
export const drive = (served: Served, runId: string, afterOp?: DriveInput["afterOp"]) =>
  driveRun(served.url, { ...FUNCTION, event: requestOf(runId), ...(afterOp ? { afterOp } : {}) });
/** *Rerun* in the dashboard of the dev server. */
export const rerun = (served: Served, run: DrivenRun, fromStep?: string) =>
  driveRun(served.url, { ...FUNCTION, event: run.event, rerun: { run, ...(fromStep ? { fromStep } : {}) } });
