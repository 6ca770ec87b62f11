import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { jsonAnswer } from "./answer";
import { createDemoWorld } from "./create-demo-world";
import { createHandler, type Delivered, type LoggedRequest } from "./create-handler";
import { createFaultPlan, type FaultPlan } from "./fault-plan";
import { type CallPatch, editCall, makeCall } from "./make-call";
import { createRateLimiter, type SandboxLimits } from "./rate-limiter";
import { sendAnswer } from "./send-answer";
import { createWebhookSender, type SandboxWebhook, type SendOptions } from "./webhook-sender";
import type { SandboxRecording, SandboxWorld } from "./world";

export const SANDBOX_API_KEY = "sandbox-4jmc-aeVcDemoKey-xvKAs";

export type { Delivered, LoggedRequest } from "./create-handler";

export type SandboxOptions = {
  /** Default 0: any free port. */
  port?: number;
  /** Default "/external/v1". */
  basePath?: string;
  apiKeys?: string[];
  /** The clock of what the sandbox holds; default the real one. Rate limits go by the real one always. */
  now?: () => Date;
  /** Default the demo world. */
  world?: SandboxWorld;
  /** Default 60 requests of which 30 heavy in 60 s; null for none. */
  limits?: SandboxLimits | null;
  /** Milliseconds between attempts to deliver a webhook; default as Fathom's sender does. */
  webhookRetryDelaysMs?: number[];
};
export type Sandbox = {
  /** With the base path, fit for a client's `baseUrl`. */
  url: string;
  port: number;
  world: SandboxWorld;
  faults: FaultPlan;
  /** The last 10,000. */
  requests: LoggedRequest[];
  /** By recording id: what a client has been served in a list that arrived whole. */
  delivered: Map<string, Delivered>;
  webhooks: readonly SandboxWebhook[];
  addCall(patch?: CallPatch): SandboxRecording;
  /** Throws RangeError when there is no such recording. */
  editCall(recordingId: bigint, patch: CallPatch): SandboxRecording;
  removeCall(recordingId: bigint): void;
  /** One attempt, at once; the status of the answer, 0 when there was none. */
  sendWebhook(recordingId: bigint, options?: SendOptions): Promise<number>;
  stop(): Promise<void>;
};

const WEBHOOK_CHECK_MS = 2_000;

/** Starts a Fathom on 127.0.0.1 that holds made-up calls and can misbehave on request. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { basePath = "/external/v1", apiKeys = [SANDBOX_API_KEY], now = () => new Date() } = options;
  const world = options.world ?? createDemoWorld();
  const limits = options.limits === undefined ? { light: 60, heavy: 30, windowMs: 60_000 } : options.limits;
  const faults = createFaultPlan();
  const requests: LoggedRequest[] = [];
  const delivered = new Map<string, Delivered>();
  const sender = createWebhookSender({ world, now, retryDelaysMs: options.webhookRetryDelaysMs });

  const findCall = (recordingId: bigint): SandboxRecording => {
    const recording = world.find(recordingId, now());
    if (!recording) throw new RangeError(`The sandbox holds no recording ${recordingId}.`);
    return recording;
  };
  const addCall = (patch: CallPatch = {}): SandboxRecording => {
    const recording = makeCall(patch, now(), world.members);
    world.put(recording);
    sender.announce(recording);
    return recording;
  };
  const describe = () => ({
    now: now().toISOString(),
    recordings: world.list(now()).length,
    delivered: delivered.size,
    requests: requests.length,
    lastRequests: requests.slice(-20),
    webhooks: sender.webhooks.map(({ id, url }) => ({ id, url })),
    faults: Object.fromEntries(faults.hits),
  });

  const handle = createHandler({
    ...{ world, sender, faults, requests, delivered, apiKeys, basePath, now, addCall, describe },
    takeSlot: limits === null ? null : createRateLimiter(limits),
  });
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : "unknown";
      if (response.headersSent) response.destroy();
      else sendAnswer(response, jsonAnswer(500, { error: `sandbox: ${message}` }), null);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const webhookTimer = setInterval(() => sender.check(), WEBHOOK_CHECK_MS);
  webhookTimer.unref();

  return {
    url: `http://127.0.0.1:${port}${basePath}`,
    port,
    world,
    faults,
    requests,
    delivered,
    webhooks: sender.webhooks,
    addCall,
    editCall: (recordingId, patch) => {
      const recording = editCall(findCall(recordingId), patch);
      world.put(recording);
      return recording;
    },
    removeCall: (recordingId) => world.remove(recordingId),
    sendWebhook: async (recordingId, sendOptions) => sender.send(findCall(recordingId), sendOptions),
    stop: async () => {
      clearInterval(webhookTimer);
      sender.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
