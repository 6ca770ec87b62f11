import {
  type ClientOptions,
  type GetStepTools,
  Inngest,
  type InngestFunction,
  NonRetriableError,
  RetryAfterError,
} from "inngest";
import { isTransientDatabaseError } from "@koppeling/db/is-transient-database-error";
import { FathomError } from "@koppeling/fathom/errors";
import { serve } from "inngest/edge";
import { type Logger } from "pino";
import { countRefusal, findRefusalWait } from "../count-refusal";
import { type Config, type Deps, type JobExecutor } from "../deps";
import { AppError } from "../errors";
import { GiveUp, type Job, type JobEvent, type Json, RetryAfter, type Step } from "../job";
import { sampleLog } from "../sample-log";

/** Function slugs are `<app>-<function>`: an Inngest server knows this installation by it. */
const APP_ID = "fathom-koppeling";
/** An Inngest server that does not answer within this is reported instead of waited for. */
const SEND_TIMEOUT_MS = 10_000;
/** Steps run back to back in one request for at most so long, well under a host's limit of a minute. */
const MAX_REQUEST_RUNTIME = "45s";

/** The server keeps a sleep, and nobody waits behind it. Fathom names none that is longer. */
const LONGEST_SLEEP_SECONDS = 7 * 86_400;

/** As an Inngest server writes it: when, in seconds, and an HMAC-SHA256. */
const SIGNATURE = /^t=(\d{1,12})&s=[0-9a-f]{64}$/;
/** How far a signature's time may be from ours; the SDK's own bound. */
const SIGNATURE_HOLDS_MS = 5 * 60_000;
/** How long an address is known for the engine's after it signed. */
const SIGNER_KNOWN_MS = 3_600_000;

export type InngestExecutor = JobExecutor & {
  kind: "inngest";
  client: Inngest;
  functions: InngestFunction.Any[];
  /**
   * The whole of /api/inngest. Without the server's signature nothing is run, registered or told: 401. What cannot be
   * one is not even read, and an address that sends many that are wrong is told to wait: 429. With the dev server,
   * which signs nothing, only a program of this machine is answered.
   * @param asker.address who asks, by the word of a trusted proxy; null when that is not known
   * @param asker.directPeer the machine that connected; null when it forwards for somebody
   */
  answer: (
    request: Request,
    asker: { address: string | null; directPeer: string | null },
  ) => Promise<Response>;
  /** Tells the Inngest server which functions there are, and under which address it calls them. */
  register: () => Promise<{ registered: boolean; url: string; functions: number; message: string }>;
};

/** Where the functions are served, whatever address a request came by. */
const SERVE_PATH = "/api/inngest";

/** Turns the list of jobs into Inngest functions; the web app serves them at /api/inngest. */
export function createInngestExecutor(
  jobs: Job[],
  getDeps: () => Deps,
  config: Config["inngest"],
): InngestExecutor {
  const baseUrl = config.baseUrl ?? config.devUrl;
  const client = new Inngest({
    id: APP_ID,
    checkpointing: { maxRuntime: MAX_REQUEST_RUNTIME },
    logger: createEngineLogger(getDeps),
    internalLogger: createEngineLogger(getDeps),
    isDev: config.isDev,
    ...(config.signingKey === null ? {} : { signingKey: config.signingKey }),
    ...(config.eventKey === null ? {} : { eventKey: config.eventKey }),
    ...(baseUrl === null ? {} : { baseUrl }),
  });
  const serveUrl = new URL(SERVE_PATH, config.serveOrigin).href;
  const createHandler = ({ enableUnauthedSync }: { enableUnauthedSync: boolean }) =>
    serve({
      client,
      functions: executor.functions,
      serveOrigin: config.serveOrigin,
      servePath: SERVE_PATH,
      enableUnauthedSync,
    });
  let handler: ReturnType<typeof createHandler> | undefined;
  let functions: InngestFunction.Any[] | undefined;
  let stopping = false;
  const inHand = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    inHand.add(work);
    const done = () => inHand.delete(work);
    work.then(done, done);
    return work;
  };
  /** When each address last signed as the engine does. */
  const signers = new Map<string | null, number>();
  /** @param body undefined for what is no JSON; the SDK, which checks the signature, takes it as it is */
  async function answerVerified(request: Request, body: object | string | undefined): Promise<Response> {
    if (body === undefined) return refuse(400, "The body is not JSON.");
    const headers = new Headers(request.headers);
    headers.set("host", new URL(serveUrl).host);
    // The query says which function and step; the rest of the address is ours to say.
    const url = `${serveUrl}${new URL(request.url).search}`;
    handler ??= createHandler({ enableUnauthedSync: false });
    // What `text` gives is parsed anew by the SDK unless it is parsed already.
    const passed = Object.assign(new Request(url, { method: request.method, headers }), {
      text: () => Promise.resolve(body as string),
    });
    try {
      return await handler(passed);
    } catch (error) {
      const failed = sampleLog(getDeps(), "engine_unanswered");
      if (failed !== null)
        getDeps().log.error({ failed, err: error }, "requests of the Inngest server could not be answered");
      return refuse(500, "The request could not be answered. The log says why.");
    }
  }
  const executor: InngestExecutor = {
    kind: "inngest",
    longestSleepSeconds: LONGEST_SLEEP_SECONDS,
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
    answer: async (request, { address, directPeer }) => {
      if (config.isDev && !(isThisMachine(directPeer) && !isFromPage(request)))
        return refuse(403, "Only a program of this machine may ask.");
      if (config.isDev) return answerVerified(request, await readJson(request));
      const deps = getDeps();
      const refuseUnsigned = async (reason: string) => {
        const wait = await countRefusal(deps, "engine", { address, reason });
        return wait === null ? refuse(401, "Unauthorized") : refuseForNow(wait);
      };
      const signature = request.headers.get("x-inngest-signature");
      if (signature === null) return refuseUnsigned("no_signature");
      if (!canBeSignature(signature)) return refuseUnsigned("no_such_signature");
      // The body has to be parsed before its signature can be checked, which costs more than to send it.
      const isKnown = Date.now() - (signers.get(address) ?? 0) < SIGNER_KNOWN_MS;
      const wait = isKnown ? null : await findRefusalWait(deps, "engine", address);
      if (wait !== null) return refuseForNow(wait);
      const body = await readJson(request);
      const answer = await answerVerified(request, body);
      if (answer.status === 401 || body === undefined) {
        const told = await countRefusal(deps, "engine", { address, reason: "bad_signature" });
        return told === null ? answer : refuseForNow(told);
      }
      signers.set(address, Date.now());
      return answer;
    },
    register: async () => {
      // Made here and answered here: nobody else's word is in it.
      const response = await createHandler({ enableUnauthedSync: true })(
        new Request(serveUrl, { method: "PUT", headers: { host: new URL(serveUrl).host } }),
      );
      const { message } = (await response.json()) as { message?: string };
      return {
        registered: response.ok,
        url: serveUrl,
        functions: executor.functions.length,
        message: message ?? "",
      };
    },
  };
  return executor;
}

const refuse = (status: number, message: string, more: Record<string, string> = {}) =>
  Response.json({ message }, { status, headers: { "Cache-Control": "no-store", ...more } });

const refuseForNow = (seconds: number) =>
  refuse(429, "Too many requests were not signed. Try again later.", { "Retry-After": String(seconds) });

function canBeSignature(header: string): boolean {
  const seconds = SIGNATURE.exec(header)?.[1];
  return seconds !== undefined && Math.abs(Date.now() - Number(seconds) * 1000) <= SIGNATURE_HOLDS_MS;
}

const isThisMachine = (address: string | null): boolean =>
  address !== null && (address === "::1" || /^127\./.test(address));

/** A page of anybody's sends what it likes to this machine from a browser that is open on it, which adds these. */
const isFromPage = ({ headers }: Request): boolean => headers.has("origin") || headers.has("sec-fetch-site");

/** @returns "" for no body; undefined for what is no object or list of JSON, as nothing of an Inngest server is */
async function readJson(request: Request): Promise<object | "" | undefined> {
  const text = await request.text();
  if (text === "") return "";
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
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
      onFailure: async ({ event }: { event: { data: FailureData } }) => {
        const deps = getDeps();
        const log = deps.log.child({ job: job.id });
        const { event: original, error } = event.data;
        const by = isOwnError(error) ? "job" : "engine";
        if (by === "engine") log.warn({ said: error?.message }, "the engine gave a run of the job up");
        await keepToCodes(log, async () => job.onFailure?.({ event: toJobEvent(original), by, deps, log }));
      },
    },
    async ({ event, step, attempt, runId }: EngineContext) => {
      const deps = getDeps();
      const log = deps.log.child({ job: job.id, jobRun: runId });
      const durable: Step = {
        // The engine stores JSON; Json is what the vocabulary of steps allows, so nothing is lost in between.
        run: async (id, work) =>
          (await step.run(id, () =>
            track(keepToCodes(log.child({ step: id, attempt }), () => work(attempt))),
          )) as Awaited<ReturnType<typeof work>>,
        sleep: async (id, seconds, until) => {
          const milliseconds = Math.ceil(seconds * 1000);
          if (until === undefined) await step.sleep(id, milliseconds);
          else await step.waitForEvent(id, { event: until, timeout: milliseconds, match: "data.runId" });
        },
        // Not by `step.sendEvent`, whose errors would be stored as they come.
        send: async (id, next) => {
          await durable.run(id, async () => {
            await sendEvent(client, next);
            return null;
          });
        },
      };
      return await keepToCodes(log, async () =>
        job.handler({ event: toJobEvent(event), step: durable, deps, log, jobRun: runId, isStopping }),
      );
    },
  );
}

/** What the SDK says of a signature that is wrong. Anybody can send one, as often as they like. */
const SIGNATURE_FAILED = "Signature validation failed";

/** The SDK speaks message first; its words go where all the others go. Deps are complete once it has anything to say. */
function createEngineLogger(getDeps: () => Deps): NonNullable<ClientOptions["logger"]> {
  const say =
    (level: "info" | "warn" | "error" | "debug") =>
    (...words: unknown[]) => {
      const refused = words.includes(SIGNATURE_FAILED) ? sampleLog(getDeps(), "engine_signature") : undefined;
      if (refused !== null) getDeps().log[level]({ engine: "inngest", words: words.map(toWord), refused });
    };
  // The stack of an error says nothing of the app: it is the SDK's own.
  const toWord = (word: unknown): unknown => {
    if (word instanceof Error) return word.message;
    if (typeof word !== "object" || word === null || !("err" in word)) return word;
    return { ...word, err: toWord(word.err) };
  };
  return { info: say("info"), warn: say("warn"), error: say("error"), debug: say("debug") };
}

/** What is used of Inngest's context; its own type depends on triggers that are known only at run time. */
type EngineEvent = { name: string; data?: unknown };
type FailureData = { event: EngineEvent; error?: { message?: unknown } };
type EngineContext = {
  event: EngineEvent;
  step: Pick<GetStepTools<Inngest>, "run" | "sleep" | "waitForEvent">;
  attempt: number;
  runId: string;
};

const toJobEvent = (event: EngineEvent): JobEvent => ({
  name: event.name,
  data: (event.data ?? {}) as { [key: string]: Json },
});

/** What the engine's messages of our own errors begin with: those of the engine itself are told from them by it. */
const OWN = "koppeling:";
const isOwnError = (error: { message?: unknown } | undefined): boolean =>
  typeof error?.message === "string" && error.message.startsWith(OWN);

/**
 * The engine stores and shows what it is told of an error: message, stack and cause. It gets a code, or the sentence of
 * a {@link GiveUp} or {@link RetryAfter}, which hold ids alone; everything else stays in our log. A class is lost on its
 * way, so that the step's vocabulary becomes the engine's here.
 */
async function keepToCodes<T>(log: Logger, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // A failed step comes out of the engine as what was told of it.
    if (error instanceof Error && isOwnError(error)) throw error;
    log.warn({ err: error }, "a job failed; the engine is told by code");
    const told = toEngineError(error);
    told.stack = `${told.name}: ${told.message}`;
    throw told;
  }
}

function toEngineError(error: unknown): Error {
  if (error instanceof RetryAfter)
    return new RetryAfterError(`${OWN} ${error.message}`, Math.ceil(error.seconds * 1000));
  if (error instanceof GiveUp) return new NonRetriableError(`${OWN} ${error.message}`);
  if (error instanceof AppError || error instanceof FathomError) return new Error(`${OWN} ${error.code}`);
  return new Error(`${OWN} ${isTransientDatabaseError(error) ? "database" : "bug"}`);
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
