import { randomBytes, randomUUID } from "node:crypto";
import { request } from "undici";
import { signWebhook } from "@koppeling/fathom/verify-webhook";
import { type Includes, isContentReady, renderMeeting } from "./render-meeting";
import type { SandboxRecording, SandboxWorld } from "./world";

export type SandboxWebhook = {
  id: string;
  url: string;
  secret: string;
  createdAt: Date;
  triggeredFor: string[];
  includes: Includes;
};
export type SendOptions = {
  /** Default: the webhook that was registered last. */
  webhookId?: string;
  /** Send here instead, signed with `secret`. */
  url?: string;
  secret?: string;
  /** `webhook-id`; default a new one. Give the same one twice for a resend. */
  messageId?: string;
  /** Unix seconds; default now. */
  timestamp?: number;
};
export type WebhookSender = {
  webhooks: SandboxWebhook[];
  register(input: Pick<SandboxWebhook, "url" | "triggeredFor" | "includes">): SandboxWebhook;
  remove(id: string): boolean;
  /** One attempt; the status of the answer, 0 when there was none. */
  send(recording: SandboxRecording, options?: SendOptions): Promise<number>;
  /** Sends what became final since the last check. */
  check(): void;
  /** Sends a recording whose content is there to every registered destination, if it was not sent before. */
  announce(recording: SandboxRecording): void;
  stop(): void;
};

/** How the sender's software retries by default (inferred, see the notes on Fathom's API), in milliseconds. */
const RETRY_DELAYS_MS = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000];
const ANSWER_TIMEOUT_MS = 15_000;

/** Signs and sends meetings to registered destinations, once when their content is first final, with retries. */
export function createWebhookSender(options: {
  world: SandboxWorld;
  now: () => Date;
  retryDelaysMs?: number[];
}): WebhookSender {
  const { world, now, retryDelaysMs = RETRY_DELAYS_MS } = options;
  const webhooks: SandboxWebhook[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const announced = new Set<bigint>();
  let checkedUntil = now();
  let isStopped = false;

  async function post(
    webhook: Pick<SandboxWebhook, "url" | "secret" | "includes">,
    recording: SandboxRecording,
    message: { id: string; timestamp?: number | undefined },
  ): Promise<number> {
    const rawBody = Buffer.from(renderMeeting(recording, webhook.includes, now()));
    const timestamp = message.timestamp ?? Math.floor(now().getTime() / 1000);
    const signature = signWebhook({ secret: webhook.secret, id: message.id, timestamp, rawBody });
    try {
      const response = await request(webhook.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "webhook-id": message.id,
          "webhook-timestamp": String(timestamp),
          "webhook-signature": signature,
        },
        body: rawBody,
        headersTimeout: ANSWER_TIMEOUT_MS,
        bodyTimeout: ANSWER_TIMEOUT_MS,
      });
      await response.body.dump();
      return response.statusCode;
    } catch (error) {
      // No answer is an outcome here, not a fault of the sandbox: the retry comes later.
      if (error instanceof Error) return 0;
      throw error;
    }
  }

  async function deliver(
    webhook: SandboxWebhook,
    recording: SandboxRecording,
    id: string,
    attempt: number,
  ): Promise<void> {
    if (isStopped || !webhooks.includes(webhook)) return;
    const status = await post(webhook, recording, { id });
    const delay = retryDelaysMs[attempt];
    if ((status >= 200 && status < 300) || delay === undefined || isStopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void deliver(webhook, recording, id, attempt + 1);
    }, delay);
    timer.unref();
    timers.add(timer);
  }

  function announce(recording: SandboxRecording): void {
    if (webhooks.length === 0 || announced.has(recording.recordingId)) return;
    if (!isContentReady(recording, now())) return;
    announced.add(recording.recordingId);
    // A call whose summary never comes never fires; nor does an edit fire again.
    if (recording.content().summary === null) return;
    for (const webhook of webhooks) void deliver(webhook, recording, newMessageId(), 0);
  }

  return {
    webhooks,
    register: (input) => {
      const webhook = {
        ...input,
        id: `wh_${randomUUID().replaceAll("-", "").slice(0, 20)}`,
        secret: `whsec_${randomBytes(24).toString("base64")}`,
        createdAt: now(),
      };
      webhooks.push(webhook);
      return webhook;
    },
    remove: (id) => {
      const index = webhooks.findIndex((webhook) => webhook.id === id);
      if (index !== -1) webhooks.splice(index, 1);
      return index !== -1;
    },
    send: async (recording, sendOptions = {}) => {
      const registered =
        sendOptions.webhookId === undefined
          ? webhooks.at(-1)
          : webhooks.find((webhook) => webhook.id === sendOptions.webhookId);
      const url = sendOptions.url ?? registered?.url;
      const secret = sendOptions.secret ?? registered?.secret;
      if (url === undefined || secret === undefined)
        throw new Error("No webhook is registered in the sandbox.");
      const includes = registered?.includes ?? {
        transcript: true,
        summary: true,
        actionItems: true,
        crmMatches: false,
      };
      const id = sendOptions.messageId ?? newMessageId();
      return post({ url, secret, includes }, recording, { id, timestamp: sendOptions.timestamp });
    },
    announce,
    check: () => {
      const until = now();
      const since = checkedUntil;
      checkedUntil = until;
      if (webhooks.length === 0) return;
      for (const recording of world.list(until)) {
        if (recording.contentReadyAt !== null && recording.contentReadyAt > since) announce(recording);
      }
    },
    stop: () => {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

function newMessageId(): string {
  return `msg_${randomBytes(18).toString("base64url")}`;
}
