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

export type DrivenRun = {
  result: unknown;
  /** The steps in the order in which they were reported, failed attempts included. */
  steps: { name: string; op: string }[];
  failed: boolean;
};

/** Waits that end at once, as if their time were over. */
const SKIPPED = new Set(["Sleep", "WaitForEvent"]);

/**
 * Drives functions as an Inngest server does, over HTTP and signed: one request a step, results kept and handed back,
 * failed steps tried again, sleeps skipped. Its state is only what the functions report, as with the real one.
 */
export async function driveRun(
  serveUrl: string,
  input: {
    functionId: string;
    event: JobEvent;
    signingKey: string;
    retries: number;
    afterOp?: (op: Op) => void;
    /** The app did not answer: where it is now. Such an attempt counts as any other. */
    onUnreachable?: () => Promise<string>;
  },
): Promise<DrivenRun> {
  const steps: Record<string, unknown> = {};
  const seen: DrivenRun["steps"] = [];
  const event = { ...input.event, id: randomUUID(), ts: Date.now() };
  const runId = randomUUID();
  let attempt = 0;
  let url = serveUrl;
  for (let request = 0; request < 500; request++) {
    const answer = await signedPost(`${url}?fnId=${input.functionId}&stepId=step`, input.signingKey, {
      version: 2,
      event,
      events: [event],
      steps,
      ctx: {
        run_id: runId,
        attempt,
        disable_immediate_execution: false,
        use_api: false,
        stack: { stack: Object.keys(steps), current: Object.keys(steps).length },
      },
    }).then(readWhole, () => null);
    if (!answer) {
      if (!input.onUnreachable) throw new Error("the app cannot be reached");
      url = await input.onUnreachable();
      attempt += 1;
      continue;
    }
    const { response, body } = answer;
    if (response.status === 200) return { result: body, steps: seen, failed: false };
    if (response.status !== 206) {
      const isFinal = response.headers.get("x-inngest-no-retry") === "true" || attempt >= input.retries;
      if (isFinal) return { result: body, steps: seen, failed: true };
      attempt += 1;
      continue;
    }
    const earlierAttempts = attempt;
    attempt = 0;
    for (const op of body as Op[]) {
      seen.push({ name: op.name ?? op.id, op: op.op });
      input.afterOp?.(op);
      if (op.op === "StepError") {
        attempt = earlierAttempts + 1;
        if (attempt > input.retries) steps[op.id] = { type: "error", error: op.error };
      } else if (op.op === "StepFailed") {
        steps[op.id] = { type: "error", error: op.error };
      } else {
        steps[op.id] = SKIPPED.has(op.op) ? null : { type: "data", data: op.data ?? null };
      }
    }
  }
  throw new Error("the run did not end within 500 requests");
}

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

/** The part of an Inngest server that takes registrations: of whoever holds the signing key, as the real one does. */
export async function startRegistry(signingKey: string) {
  const registered: { url: string; functions: { id: string }[] }[] = [];
  const [, prefix = "", secret = ""] = /^(signkey-\w+-)?(.*)$/.exec(signingKey) ?? [];
  const bearer = `Bearer ${prefix}${createHash("sha256").update(Buffer.from(secret, "hex")).digest("hex")}`;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const isAllowed = request.url?.startsWith("/fn/register") && request.headers.authorization === bearer;
      if (isAllowed)
        registered.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof registered)[number]);
      const status = isAllowed ? 200 : 401;
      response.writeHead(status, { "content-type": "application/json" });
      response.end(
        JSON.stringify(isAllowed ? { status, modified: true } : { status, error: "unauthorized" }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    registered,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
