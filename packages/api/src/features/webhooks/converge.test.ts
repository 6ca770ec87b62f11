import { createWorld } from "@koppeling/sandbox/create-world";
import { renderMeeting } from "@koppeling/sandbox/render-meeting";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { decodeTranscript } from "../recordings/transcript-lines";
import { processWebhook } from "./process-webhook";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const ALL = { transcript: true, summary: true, actionItems: true, crmMatches: false };

/** What happens to one call at Fathom, and when something of it reaches us. */
type Happening =
  | { kind: "edit"; title: number }
  | { kind: "rewrite"; summary: number }
  | { kind: "content"; ready: boolean }
  /** Fathom makes an event of the version of this moment; it is delivered later, perhaps more than once. */
  | { kind: "event"; withContent: boolean }
  /** The nth event made so far is delivered (again). */
  | { kind: "deliver"; nth: number }
  | { kind: "sync" };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant("edit" as const), title: fc.nat(3) }),
  fc.record({ kind: fc.constant("rewrite" as const), summary: fc.nat(3) }),
  fc.record({ kind: fc.constant("content" as const), ready: fc.boolean() }),
  fc.record({ kind: fc.constant("event" as const), withContent: fc.boolean() }),
  fc.record({ kind: fc.constant("deliver" as const), nth: fc.nat(4) }),
  fc.record({ kind: fc.constant("sync" as const) }),
);

async function createStack(): Promise<TestStack> {
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }) },
    environment: { FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET },
  });
  await stack.addRep(ANNA.name, ANNA.email);
  const { send } = stack.deps.jobs;
  // Deliveries are processed when they are delivered, so that a sequence is what it says.
  stack.deps.jobs.send = async (event) => (event.name === "webhook/received" ? undefined : send(event));
  return stack;
}

it("leads webhooks and syncs, in any order, late and repeated, to the one row that Fathom shows", async () => {
  await using stack = await createStack();
  let calls = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 12 }), async (happenings) => {
      const number = ++calls;
      const { recordingId } = stack.sandbox.addCall({ recordedBy: ANNA, contentReadyAt: null });
      const current = () => {
        const found = stack.sandbox.world.find(recordingId, new Date());
        if (!found) throw new Error("the call is gone");
        return found;
      };
      const made: { id: string; body: string; sentAt: Date }[] = [];
      const deliver = async (event: (typeof made)[number]) => {
        expect(await deliverWebhook(stack.deps, event)).toBe(200);
        await processWebhook(stack.deps, event.id);
      };
      for (const event of happenings) {
        if (event.kind === "edit") stack.sandbox.editCall(recordingId, { title: `Titel ${event.title}` });
        if (event.kind === "rewrite") {
          const summary = { template: null, markdown: `Samenvatting ${event.summary}` };
          stack.sandbox.editCall(recordingId, { summary });
        }
        if (event.kind === "content") {
          stack.sandbox.editCall(recordingId, { contentReadyAt: event.ready ? new Date(0) : null });
        }
        if (event.kind === "event") {
          const includes = event.withContent
            ? ALL
            : { ...ALL, transcript: false, summary: false, actionItems: false };
          const body = renderMeeting(current(), includes, new Date());
          made.push({ id: `msg_${number}_${made.length}`, body, sentAt: new Date() });
        }
        const due = event.kind === "deliver" ? made[event.nth] : undefined;
        if (due) await deliver(due);
        if (event.kind === "sync") await stack.sync({ hours: 24 });
      }
      // What was on its way arrives, Fathom settles, a sync sees it, and old deliveries come once more.
      for (const event of made) await deliver(event);
      stack.sandbox.editCall(recordingId, { contentReadyAt: new Date(0) });
      await stack.sync({ hours: 24 });
      for (const event of [...made].reverse()) await deliver(event);
      // An event whose first deliveries were all lost: its timestamp is of now, its body is not.
      for (const event of made) {
        await deliver({ ...event, id: `${event.id}_late`, sentAt: new Date(Date.now() + 1_000) });
      }

      const truth = current();
      const row = await stack.deps.db.prisma.call.findUniqueOrThrow({
        where: { recordingId },
        include: { transcript: true, content: true },
      });
      expect(row).toMatchObject({
        title: truth.title,
        summary: truth.content().summary?.markdown,
        hasTranscript: true,
      });
      expect(decodeTranscript(row.transcript?.lines)).toHaveLength(truth.content().transcript.length);
      expect(row.content?.state ?? "complete").toBe("complete");
      expect(await stack.deps.db.prisma.recording.count({ where: { recordingId } })).toBe(1);
      stack.sandbox.removeCall(recordingId);
    }),
    { numRuns: 20 },
  );
  expect(await stack.deps.db.prisma.webhookEvent.count({ where: { status: { not: "processed" } } })).toBe(0);
}, 120_000);
