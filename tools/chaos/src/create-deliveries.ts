import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Random } from "@koppeling/sandbox/random";
import { renderMeeting } from "@koppeling/sandbox/render-meeting";
import { type SandboxRecording } from "@koppeling/sandbox/world";
import { signWebhook } from "@koppeling/fathom/verify-webhook";
import { WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";

/** The sender's patience with a process that may be gone. */
const ANSWER_MS = 5_000;
const WITH_CONTENT = { transcript: true, summary: true, actionItems: true, crmMatches: false };
const BARE = { ...WITH_CONTENT, transcript: false, summary: false };

export type Deliveries = {
  /** Makes an event of a recording as it is at this moment; it is delivered some time later. */
  make(recording: SandboxRecording): void;
  /** Delivers in any order, some twice, keeping what is not acknowledged, until stopped. */
  deliverTo(url: string): { stop(): Promise<void> };
  /** Delivers all that is left, until it is acknowledged. @throws when it is not, after many attempts */
  flush(url: string): Promise<void>;
  counts(): { made: number; acknowledged: number; repeated: number };
};

/** Fathom's sender: it repeats what is not acknowledged, loses the order, and sends some events twice. */
export function createDeliveries(random: Random, now: Date): Deliveries {
  type Message = { id: string; body: string };
  const pending: Message[] = [];
  const counts = { made: 0, acknowledged: 0, repeated: 0 };

  const attempt = async (url: string): Promise<void> => {
    const message = random.pick(pending);
    if (!(await post(url, message))) return;
    if (random.chance(0.25)) {
      counts.repeated += 1;
      return;
    }
    counts.acknowledged += 1;
    pending.splice(pending.indexOf(message), 1);
  };

  return {
    make: (recording) => {
      counts.made += 1;
      const body = renderMeeting(recording, random.chance(0.6) ? WITH_CONTENT : BARE, now);
      pending.push({ id: `msg_${randomUUID()}`, body });
    },
    deliverTo: (url) => {
      let stopped = false;
      const delivering = (async () => {
        while (!stopped) {
          if (pending.length > 0) await attempt(url);
          await sleep(random.between(5, 60));
        }
      })();
      return {
        stop: async () => {
          stopped = true;
          await delivering;
        },
      };
    },
    flush: async (url) => {
      for (let attempts = 0; pending.length > 0; attempts++) {
        if (attempts > 500) throw new Error(`${pending.length} deliveries were never acknowledged`);
        await attempt(url);
      }
    },
    counts: () => ({ ...counts }),
  };
}

/** Signed anew at each attempt, as Standard Webhooks does. @returns whether it was acknowledged */
async function post(url: string, message: { id: string; body: string }): Promise<boolean> {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = signWebhook({
    secret: WEBHOOK_SECRET,
    id: message.id,
    timestamp,
    rawBody: Buffer.from(message.body),
  });
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "webhook-id": message.id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": signature,
      },
      body: message.body,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch (error) {
    // Nobody there, or gone in mid-answer: the sender cannot know, and repeats.
    if (error instanceof Error) return false;
    throw error;
  }
}
