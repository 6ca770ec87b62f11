import {
  type ClientOptions,
  type GetStepTools,
  Inngest,
  type InngestFunction,
  NonRetriableError,
  RetryAfterError,
} from "inngest";
import { type Deps, type JobExecutor } from "../deps";
import { AppError } from "../errors";
import { GiveUp, type Job, type JobEvent, type Json, RetryAfter, type Step } from "../job";

/** Function slugs are `<app>-<function>`: an Inngest server knows this installation by it. */
const APP_ID = "fathom-koppeling";
/** An Inngest server that does not answer within this is reported instead of waited for. */
const SEND_TIMEOUT_MS = 10_000;
/** Steps run back to back in one request for at most so long, well under a host's limit of a minute. */
const MAX_REQUEST_RUNTIME = "45s";

export type InngestExecutor = JobExecutor & {
  kind: "inngest";
  client: Inngest;
  functions: InngestFunction.Any[];
};

/** Turns the list of jobs into Inngest functions; the web app serves them at /api/inngest. */
export function createInngestExecutor(
  jobs: Job[],
  getDeps: () => Deps,
  options: Pick<ClientOptions, "isDev" | "signingKey" | "eventKey" | "baseUrl"> = {},
): InngestExecutor {
  // Addresses and keys are read by the SDK itself, from the INNGEST_* variables.
  const client = new Inngest({
    id: APP_ID,
    checkpointing: { maxRuntime: MAX_REQUEST_RUNTIME },
    logger: createEngineLogger(getDeps),
    internalLogger: createEngineLogger(getDeps),
    ...options,
  });
  let functions: InngestFunction.Any[] | undefined;
  let stopping = false;
  const inHand = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    inHand.add(work);
    const done = () => inHand.delete(work);
    work.then(done, done);
    return work;
  };
  return {
    kind: "inngest",
    client,
    // Schedules come from the configuration, which is complete only after Deps has been built.
    get functions() {
      return (functions ??= jobs.map((job) =>
        toInngestFunction(client, job, getDeps, { isStopping: () => stopping, track }),
      ));
    },
    send: (event) => sendEvent(client, event),
    start: () => undefined,
    // The page in hand is finished; what the engine does with the answer is its own affair.
    stop: async () => {
      stopping = true;
      await Promise.allSettled(inHand);
    },
  };
}

/** @returns whether these deps run their jobs with Inngest, so that their functions can be served. */
export function isInngestExecutor(executor: JobExecutor): executor is InngestExecutor {
  return executor.kind === "inngest";
}

function toInngestFunction(
  client: Inngest,
  job: Job,
  getDeps: () => Deps,
  { isStopping, track }: { isStopping: () => boolean; track: <T>(work: Promise<T>) => Promise<T> },
): InngestFunction.Any {
  return client.createFunction(
    {
      id: job.id,
      retries: job.retries,
      triggers: job.triggers(getDeps().config),
      ...(job.singleton ? { singleton: { key: `event.data.${job.singleton}`, mode: "skip" as const } } : {}),
      onFailure: async ({ event }: { event: { data: { event: EngineEvent } } }) => {
        const deps = getDeps();
        const original = event.data.event;
        await job.onFailure?.({ event: toJobEvent(original), deps, log: deps.log.child({ job: job.id }) });
      },
    },
    async ({ event, step, attempt, runId }: EngineContext) => {
      const deps = getDeps();
      const log = deps.log.child({ job: job.id, jobRun: runId });
      const durable: Step = {
        // The engine stores JSON; Json is what the vocabulary of steps allows, so nothing is lost in between.
        run: async (id, work) =>
          (await step.run(id, () => track(translateErrors(() => work(attempt))))) as Awaited<
            ReturnType<typeof work>
          >,
        sleep: async (id, seconds, until) => {
          const milliseconds = Math.ceil(seconds * 1000);
          if (until === undefined) await step.sleep(id, milliseconds);
          else await step.waitForEvent(id, { event: until, timeout: milliseconds, match: "data.runId" });
        },
        send: async (id, next) => {
          await step.sendEvent(id, next);
        },
      };
      return job.handler({ event: toJobEvent(event), step: durable, deps, log, isStopping });
    },
  );
}

/** The SDK speaks message first; its words go where all the others go. Deps are complete once it has anything to say. */
function createEngineLogger(getDeps: () => Deps): NonNullable<ClientOptions["logger"]> {
  const say =
    (level: "info" | "warn" | "error" | "debug") =>
    (...words: unknown[]) =>
      getDeps().log[level]({
        engine: "inngest",
        words: words.map((word) => (word instanceof Error ? word.message : word)),
      });
  return { info: say("info"), warn: say("warn"), error: say("error"), debug: say("debug") };
}

/** What is used of Inngest's context; its own type depends on triggers that are known only at run time. */
type EngineEvent = { name: string; data?: unknown };
type EngineContext = {
  event: EngineEvent;
  step: Pick<GetStepTools<Inngest>, "run" | "sleep" | "sendEvent" | "waitForEvent">;
  attempt: number;
  runId: string;
};

const toJobEvent = (event: EngineEvent): JobEvent => ({
  name: event.name,
  data: (event.data ?? {}) as { [key: string]: Json },
});

/** A class is lost on its way through the engine, so the step's vocabulary becomes the engine's inside the step. */
async function translateErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // No cause is passed on: the server would store and show it.
    if (error instanceof RetryAfter)
      throw new RetryAfterError(error.message, Math.ceil(error.seconds * 1000));
    if (error instanceof GiveUp) throw new NonRetriableError(error.message);
    throw error;
  }
}

async function sendEvent(client: Inngest, event: JobEvent): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the Inngest server did not answer in time")), SEND_TIMEOUT_MS);
  });
  try {
    await Promise.race([client.send(event), timeout]);
  } catch (cause) {
    throw new AppError("jobs_unreachable", {}, { cause });
  } finally {
    clearTimeout(timer);
  }
}
