import { createHash, createHmac, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { type JobEvent } from "@koppeling/api/job";

type Op = {
  id: string;
  op: string;
  data?: unknown;
  error?: unknown;
  name?: string;
  opts?: { duration?: string };
};

/** An error as the server keeps it. */
type StoredError = { name: string; message: string; stack?: string };

export type DrivenRun = {
  /** The server's own name for the run. */
  id: string;
  event: JobEvent & { id: string; ts: number };
  result: unknown;
  /** The steps in the order in which they were reported, failed attempts included. */
  steps: { name: string; op: string }[];
  failed: boolean;
  error: StoredError | null;
  /** All that the functions gave the server to keep: results, and errors with their stacks. */
  stored: unknown[];
  /** What each step gave, in the order of the steps: a rerun from a step begins with those before it. */
  results: { id: string; name: string; result: unknown }[];
};

/** What the server says of an app that has not answered in all its attempts. */
export const UNREACHABLE: StoredError = {
  name: "Error",
  message: "Unable to reach SDK URL: http://127.0.0.1:3000/api/inngest",
};

/** Waits that end at once, as if their time were over. */
const SKIPPED = new Set(["Sleep", "WaitForEvent"]);

export type DriveInput = {
  functionId: string;
  event: JobEvent;
  signingKey: string;
  retries: number;
  /**
   * An earlier run of the function that is run again: on the same event, with its id, whole or from a step. `sameRun`: the
   * server's own retry of it, after an answer that was lost.
   */
  rerun?: { run: DrivenRun; fromStep?: string; sameRun?: boolean };
  afterOp?: (op: Op) => void;
  /** The app did not answer: where it is now. Such an attempt counts as any other. */
  onUnreachable?: () => Promise<string>;
};

/**
 * Drives functions as an Inngest server does, over HTTP and signed: one request a step, results kept and handed back,
 * failed steps tried again, sleeps skipped. Its state is only what the functions report, as with the real one. An app
 * that does not answer in all attempts ends the run.
 */
export async function driveRun(serveUrl: string, input: DriveInput): Promise<DrivenRun> {
  const { rerun } = input;
  const event = rerun?.run.event ?? { id: randomUUID(), ...input.event, ts: Date.now() };
  const kept = rerun?.run.results.findIndex(({ name }) => name === rerun.fromStep) ?? 0;
  if (rerun?.fromStep !== undefined && kept < 0) throw new Error(`the run has no step ${rerun.fromStep}`);
  const results = rerun?.run.results.slice(0, Math.max(0, kept)) ?? [];
  const steps: Record<string, unknown> = Object.fromEntries(results.map(({ id, result }) => [id, result]));
  const run: DrivenRun = {
    ...{
      id: rerun?.sameRun ? rerun.run.id : randomUUID(),
      event,
      result: null,
      steps: [],
      failed: false,
      error: null,
      stored: [],
    },
    results,
  };
  const keep = (op: Op, result: unknown) => {
    steps[op.id] = result;
    results.push({ id: op.id, name: op.name ?? op.id, result });
  };
  const end = (result: unknown, error: StoredError | null): DrivenRun => {
    run.stored.push(result);
    return { ...run, result, failed: error !== null, error };
  };
  let attempt = 0;
  let url = serveUrl;
  for (let request = 0; request < 500; request++) {
    const answer = await signedPost(`${url}?fnId=${input.functionId}&stepId=step`, input.signingKey, {
      version: 2,
      event,
      events: [event],
      steps,
      ctx: {
        run_id: run.id,
        attempt,
        disable_immediate_execution: false,
        use_api: false,
        stack: { stack: Object.keys(steps), current: Object.keys(steps).length },
      },
    }).then(readWhole, () => null);
    if (!answer) {
      if (attempt >= input.retries) return end(null, UNREACHABLE);
      if (input.onUnreachable) url = await input.onUnreachable();
      attempt += 1;
      continue;
    }
    const { response, body } = answer;
    if (response.status === 200) return end(body, null);
    if (response.status !== 206) {
      const isFinal = response.headers.get("x-inngest-no-retry") === "true" || attempt >= input.retries;
      if (isFinal) return end(body, body as StoredError);
      run.stored.push(body);
      attempt += 1;
      continue;
    }
    const earlierAttempts = attempt;
    attempt = 0;
    for (const op of body as Op[]) {
      run.steps.push({ name: op.name ?? op.id, op: op.op });
      run.stored.push(op);
      input.afterOp?.(op);
      if (op.op === "StepError") {
        attempt = earlierAttempts + 1;
        if (attempt > input.retries) keep(op, { type: "error", error: op.error });
      } else if (op.op === "StepFailed") {
        keep(op, { type: "error", error: op.error });
      } else {
        keep(op, SKIPPED.has(op.op) ? null : { type: "data", data: op.data ?? null });
      }
    }
  }
  throw new Error("the run did not end within 500 requests");
}

/** What the server does after a run that has failed: it calls the failure function with the event and the error. */
export async function driveFailure(
  serveUrl: string,
  input: Pick<DriveInput, "functionId" | "signingKey" | "retries" | "onUnreachable">,
  run: DrivenRun,
): Promise<DrivenRun> {
  const { event, error, id } = run;
  const data = { event, error, function_id: input.functionId, run_id: id } as unknown as JobEvent["data"];
  return await driveRun(serveUrl, {
    ...input,
    functionId: `${input.functionId}-failure`,
    event: { name: "inngest/function.failed", data },
  });
}

/** What the server sends when somebody cancels a run of a function; the step in hand goes on. */
export const cancelledEvent = (run: { id: string; functionId: string; event: JobEvent }): JobEvent => ({
  name: "inngest/function.cancelled",
  data: {
    error: { error: "function cancelled", message: "function cancelled", name: "Error" },
    event: run.event,
    function_id: run.functionId,
    run_id: run.id,
  },
});

/** Null when the answer broke off: the app died while it spoke. */
async function readWhole(response: Response): Promise<{ response: Response; body: unknown } | null> {
  try {
    return { response, body: await response.json() };
  } catch {
    return null;
  }
}

/** A request as an Inngest server signs it: HMAC-SHA256 of the canonical body and the time, with the key behind its prefix. */
export async function signedPost(url: string, signingKey: string, payload: unknown): Promise<Response> {
  const body = JSON.stringify(sortKeys(payload));
  const headers = { "content-type": "application/json", "x-inngest-signature": signBody(signingKey, body) };
  return await fetch(url, { method: "POST", headers, body });
}

/** The header with which an Inngest server signs a body, or none at all. */
export function signBody(signingKey: string, body: string): string {
  const seconds = Math.floor(Date.now() / 1000).toString();
  const key = signingKey.replace(/^signkey-\w+-/, "");
  return `t=${seconds}&s=${createHmac("sha256", key).update(body).update(seconds).digest("hex")}`;
}

/** Canonical JSON (RFC 8785) of plain values is JSON with sorted keys. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}

/**
 * The part of an Inngest server that is called: it takes registrations of whoever holds the signing key, and events of
 * anybody, as the real one does.
 */
export async function startRegistry(signingKey: string) {
  const registered: { url: string; functions: { id: string }[] }[] = [];
  const events: JobEvent[] = [];
  const [, prefix = "", secret = ""] = /^(signkey-\w+-)?(.*)$/.exec(signingKey) ?? [];
  const bearer = `Bearer ${prefix}${createHash("sha256").update(Buffer.from(secret, "hex")).digest("hex")}`;
  const answer = (path: string, authorization: string | undefined, body: string) => {
    if (path.startsWith("/e/")) {
      const sent = [JSON.parse(body) as JobEvent | JobEvent[]].flat();
      events.push(...sent);
      return { status: 200, ids: sent.map(() => randomUUID()) };
    }
    if (!path.startsWith("/fn/register") || authorization !== bearer)
      return { status: 401, error: "unauthorized" };
    registered.push(JSON.parse(body) as (typeof registered)[number]);
    return { status: 200, modified: true };
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const answered = answer(request.url ?? "", request.headers.authorization, body);
      response.writeHead(answered.status, { "content-type": "application/json" });
      response.end(JSON.stringify(answered));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    registered,
    events,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
