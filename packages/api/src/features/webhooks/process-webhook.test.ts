import { createWorld } from "@koppeling/sandbox/create-world";
import { type CallPatch } from "@koppeling/sandbox/make-call";
import { type Includes, NO_INCLUDES, renderMeeting } from "@koppeling/sandbox/render-meeting";
import { type SandboxRecording } from "@koppeling/sandbox/world";
import { assert, describe, expect, it, vi } from "vitest";
import { type JobEvent, type Step } from "../../job";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { duringPage } from "@koppeling/testing/during-page";
import { pruneContent } from "../recordings/prune-content.job";
import { applyRules } from "../recordings/apply-rules";
import { processWebhook } from "./process-webhook";
import { processWebhookJob } from "./process-webhook.job";
import { pruneWebhookBodies } from "./prune-webhooks.job";
import { findDueEvents, sweepWebhooksJob } from "./sweep-webhooks.job";
import { SELF_TEST_PREFIX } from "./webhook-outcome";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const ALL: Includes = { transcript: true, summary: true, actionItems: true, crmMatches: false };

type Clocked = { stack: TestStack; clock: { ahead: number }; sent: JobEvent[] };

/** The clock is the real one and can be set ahead; jobs are only noted. */
async function stackWithRep(): Promise<Clocked> {
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), now },
    environment: { FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET },
    clock: { now, sleep: async () => undefined },
  });
  await stack.addRep(ANNA.name, ANNA.email);
  const sent: JobEvent[] = [];
  const { send } = stack.deps.jobs;
  // Runs of a sync go on; webhooks are processed when a test says so.
  stack.deps.jobs.send = async (event) => {
    if (event.name === "webhook/received") sent.push(event);
    else await send(event);
  };
  return { stack, clock, sent };
}

const bodyOf = (call: SandboxRecording, includes = ALL) =>
  renderMeeting(call, includes, new Date(Date.now() + 1e9));
const eventOf = (stack: TestStack, webhookId: string) =>
  stack.deps.db.prisma.webhookEvent.findUniqueOrThrow({ where: { webhookId } });
const callOf = (stack: TestStack, call: SandboxRecording) =>
  stack.deps.db.prisma.call.findUnique({
    where: { recordingId: call.recordingId },
    include: { transcript: true },
  });

async function deliver(stack: TestStack, id: string, body: string, sentAt?: Date): Promise<string> {
  expect(await deliverWebhook(stack.deps, { id, body, ...(sentAt ? { sentAt } : {}) })).toBe(200);
  return await processWebhook(stack.deps, id);
}

/** Steps that are simply done: what an engine adds is not this test's subject. */
const plainStep = (deps: TestStack["deps"]): Step => ({
  run: (_id, work) => work(0),
  sleep: async () => undefined,
  send: (_id, event) => deps.jobs.send(event),
});

describe("an event", () => {
  it("becomes the same rows as a page of a sync would, and the sync finds nothing new in it", async () => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    const call = stack.sandbox.addCall({ recordedBy: ANNA });
    expect(await deliver(stack, "msg_1", bodyOf(call))).toBe("processed");
    expect(await eventOf(stack, "msg_1")).toMatchObject({
      status: "processed",
      outcome: "imported",
      recordingId: call.recordingId,
      lastError: null,
    });
    const stored = await callOf(stack, call);
    expect(stored).toMatchObject({ title: call.title, hasTranscript: true, runId: null });
    expect(stored?.transcript).not.toBeNull();
    expect(stored?.summary).toBe(call.content().summary?.markdown);

    expect(await stack.sync({ hours: 24 })).toMatchObject({
      processed: 1,
      imported: 0,
      updated: 0,
      skipped: 1,
    });
    const { run, ...after } = { run: null, ...(await callOf(stack, call)) };
    expect(run).toBeNull();
    expect(after).toEqual(stored);
    expect(await stack.deps.db.prisma.recording.count()).toBe(1);
    // Done twice is done once.
    expect(await processWebhook(stack.deps, "msg_1")).toBe("nothing to do");
  });

  it("of a call that a sync has stored is no change, and asks Fathom nothing", async () => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    const call = stack.sandbox.addCall({ recordedBy: ANNA });
    await stack.sync({ hours: 24 });
    const before = await callOf(stack, call);
    const requests = stack.sandbox.requests.length;
    expect(await deliver(stack, "msg_1", bodyOf(call))).toBe("processed");
    expect(await eventOf(stack, "msg_1")).toMatchObject({ outcome: "unchanged" });
    expect(await callOf(stack, call)).toEqual(before);
    expect(stack.sandbox.requests).toHaveLength(requests);
  });

  it("of a stranger leaves who and when in the ledger, and not a word of what was said", async () => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    const call = stack.sandbox.addCall({
      recordedBy: { email: "x@elders.example" },
      title: "Geheim overleg",
    });
    expect(await deliver(stack, "msg_1", bodyOf(call))).toBe("processed");
    expect(await eventOf(stack, "msg_1")).toMatchObject({ outcome: "no_matching_rep", body: null });
    const { rows } = await stack.deps.db.pool.query<{ text: string }>(
      "SELECT (SELECT string_agg(r::text, '') FROM recordings r) || (SELECT string_agg(w::text, '') FROM webhook_events w) AS text",
    );
    expect(rows[0]?.text).toContain("no_matching_rep");
    expect(rows[0]?.text).not.toContain("Geheim");
    expect(await stack.deps.db.prisma.call.count()).toBe(0);
  });

  it("without transcript or summary erases nothing", async () => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    const call = stack.sandbox.addCall({ recordedBy: ANNA });
    await deliver(stack, "msg_1", bodyOf(call));
    const before = await callOf(stack, call);
    await deliver(stack, "msg_2", bodyOf(call, NO_INCLUDES));
    expect(await eventOf(stack, "msg_2")).toMatchObject({ outcome: "unchanged" });
    expect(await callOf(stack, call)).toEqual(before);
    expect(before?.transcript).not.toBeNull();
  });

  it("of a self-test is matched, and never becomes a call or a line of the ledger", async () => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    const call = stack.sandbox.addCall({ recordedBy: ANNA });
    expect(await deliver(stack, `${SELF_TEST_PREFIX}1`, bodyOf(call))).toBe("processed");
    expect(await eventOf(stack, `${SELF_TEST_PREFIX}1`)).toMatchObject({ outcome: "self_test_matched" });
    expect(await stack.deps.db.prisma.recording.count()).toBe(0);
    expect(await stack.deps.db.prisma.call.count()).toBe(0);
  });
});

/** Versions 1 to 4 of one call, a second apart in the sender's time, as four events. */
function fourVersions(stack: TestStack, patch: CallPatch, secondsApart: number) {
  let call = stack.sandbox.addCall(patch);
  const from = Math.floor(Date.now() / 1000) - 60;
  return [1, 2, 3, 4].map((version) => {
    const summary = { template: null, markdown: `Samenvatting ${version}` };
    call = stack.sandbox.editCall(call.recordingId, { title: `Versie ${version}`, summary });
    return { call, body: bodyOf(call), sentAt: new Date((from + version * secondsApart) * 1000) };
  });
}

const orders = permutations([0, 1, 2, 3]);

describe("four events of one call, in every order", () => {
  it.each([
    ["a second apart", 1],
    ["in the same second", 0],
  ])("lead to the newest version: %s", async (_name, secondsApart) => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    for (const [number, order] of orders.entries()) {
      const events = fourVersions(stack, { recordedBy: ANNA }, secondsApart);
      for (const index of order) {
        const event = events[index];
        assert(event);
        expect(await deliver(stack, `msg_${number}_${index}`, event.body, event.sentAt)).toBe("processed");
      }
      assert(events[3]);
      expect(await callOf(stack, events[3].call)).toMatchObject({
        title: "Versie 4",
        summary: "Samenvatting 4",
      });
    }
    expect(await stack.deps.db.prisma.call.count()).toBe(orders.length);
  });

  it("lead to the latest timestamp's where Fathom no longer lists the call", async () => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    for (const [number, order] of orders.entries()) {
      const events = fourVersions(stack, { recordedBy: ANNA }, 1);
      assert(events[3]);
      stack.sandbox.removeCall(events[3].call.recordingId);
      for (const index of order) {
        const event = events[index];
        assert(event);
        await deliver(stack, `msg_${number}_${index}`, event.body, event.sentAt);
      }
      expect(await callOf(stack, events[3].call)).toMatchObject({ title: "Versie 4" });
    }
  });

  it("waits for a place in the rate budget instead of overstepping it, without losing an attempt", async () => {
    const { stack, clock } = await stackWithRep();
    await using _ = stack;
    const events = fourVersions(stack, { recordedBy: ANNA }, 1);
    assert(events[0] && events[3]);
    await deliver(stack, "msg_4", events[3].body, events[3].sentAt);
    stack.sandbox.faults.next("status_429_seconds", 1, { seconds: 90 });
    expect(await deliver(stack, "msg_1", events[0].body, events[0].sentAt)).toBe("later");
    expect(await eventOf(stack, "msg_1")).toMatchObject({ status: "received", attempts: 0 });
    clock.ahead += 91_000;
    expect(await processWebhook(stack.deps, "msg_1")).toBe("processed");
    expect(await callOf(stack, events[3].call)).toMatchObject({ title: "Versie 4" });
  });
});

describe("an event about which Fathom is asked", () => {
  it("is decided by the rules of after the answer, not by those that the ledger has left behind", async () => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    const shared = "duo@zonnewende.example";
    const carl = await stack.addRep("Carl", "carl@zonnewende.example", { aliases: [shared] });
    const bram = await stack.addRep("Bram", "bram@zonnewende.example");
    const call = stack.sandbox.addCall({ recordedBy: { email: shared } });
    await stack.sync({ hours: 24 });
    const body = bodyOf(stack.sandbox.editCall(call.recordingId, { title: "Andere titel" }));
    const caller = await stack.caller();
    duringPage(stack, 1, async () => {
      await caller.salesReps.update({ id: carl, aliases: [] });
      await caller.salesReps.update({ id: bram, aliases: [shared] });
      // Whether it is this or the job that was told, the ledger has the new rules now.
      await applyRules(stack.deps);
      await vi.waitFor(async () => expect(await callOf(stack, call)).toMatchObject({ salesRepId: bram }), {
        timeout: 20_000,
      });
    });
    expect(await deliver(stack, "msg_1", body)).toBe("processed");
    await applyRules(stack.deps);
    expect(await callOf(stack, call)).toMatchObject({ salesRepId: bram, title: "Andere titel" });
  });

  it("says again what is stored, and takes no fault off that a later version has", async () => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    const call = stack.sandbox.addCall({ recordedBy: ANNA });
    await stack.sync({ hours: 24 });
    const before = bodyOf(call);
    stack.sandbox.editCall(call.recordingId, { title: "Andere titel" });
    const unreadable = `{"recording_id":${call.recordingId},"recorded_by":"Anna"}`;
    expect(await deliver(stack, "msg_2", unreadable)).toBe("parked");

    expect(await deliver(stack, "msg_1", before)).toBe("processed");
    expect(await callOf(stack, call)).toMatchObject({ title: "Andere titel" });
    expect(await stack.deps.db.prisma.recording.findFirst()).toMatchObject({ reason: null });
  });
});

describe("a delivery that was answered", () => {
  it("is a call before the engine comes to it, fifty at a time, and none is processed twice", async () => {
    await using stack = await createTestStack({
      sandbox: { world: createWorld({ recordings: [] }) },
      environment: { FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET },
      background: true,
    });
    await stack.addRep(ANNA.name, ANNA.email);
    const sent: JobEvent[] = [];
    // An engine with a queue that is never done.
    stack.deps.jobs.send = async (event) => void sent.push(event);
    const ids = Array.from({ length: 50 }, (_, index) => `msg_${index}`);
    const statuses = await Promise.all(
      ids.map((id) =>
        deliverWebhook(stack.deps, { id, body: bodyOf(stack.sandbox.addCall({ recordedBy: ANNA })) }),
      ),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    await expect.poll(() => stack.deps.db.prisma.call.count(), { timeout: 20_000 }).toBe(50);
    await stack.deps.background.stop();
    expect(sent).toHaveLength(50);
    for (const id of ids) expect(await processWebhook(stack.deps, id)).toBe("nothing to do");
    const rows = await stack.deps.db.prisma.webhookEvent.findMany();
    expect(rows.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(ids.map(() => "processed 1"));
  });
});

describe("the sweeper", () => {
  it("finds an event whose process was killed between storing it and telling the engine", async () => {
    const { stack, clock, sent } = await stackWithRep();
    await using _ = stack;
    const call = stack.sandbox.addCall({ recordedBy: ANNA });
    const { send } = stack.deps.jobs;
    stack.deps.jobs.send = () => new Promise(() => undefined);
    expect(await deliverWebhook(stack.deps, { id: "msg_1", body: bodyOf(call) })).toBe(200);
    stack.deps.jobs.send = send;

    expect(await findDueEvents(stack.deps)).toEqual([]);
    clock.ahead += 61_000;
    const context = { step: plainStep(stack.deps), deps: stack.deps, log: stack.deps.log };
    const cron = { name: "cron/sweep-webhooks", data: {} };
    await sweepWebhooksJob.handler({ event: cron, ...context, jobRun: null, isStopping: () => false });
    expect(sent).toEqual([{ name: "webhook/received", data: { webhookId: "msg_1", resume: true } }]);
    for (const event of sent)
      await processWebhookJob.handler({ event, ...context, jobRun: null, isStopping: () => false });
    expect(await callOf(stack, call)).not.toBeNull();
    clock.ahead += 3_600_000;
    expect(await findDueEvents(stack.deps)).toEqual([]);
  });

  it("takes over an event whose process was killed while it worked on it, five times at most", async () => {
    const { stack, clock } = await stackWithRep();
    await using _ = stack;
    const call = stack.sandbox.addCall({ recordedBy: ANNA });
    await deliverWebhook(stack.deps, { id: "msg_1", body: bodyOf(call) });
    const kill = (attempts: number) =>
      stack.deps.db.prisma.webhookEvent.update({
        where: { webhookId: "msg_1" },
        data: { status: "processing", attempts, dueAt: new Date(Date.now() + clock.ahead + 300_000) },
      });
    await kill(5);
    expect(await processWebhook(stack.deps, "msg_1")).toBe("nothing to do");
    clock.ahead += 301_000;
    expect(await findDueEvents(stack.deps)).toEqual(["msg_1"]);
    expect(await processWebhook(stack.deps, "msg_1")).toBe("parked");
    await kill(1);
    clock.ahead += 301_000;
    expect(await processWebhook(stack.deps, "msg_1")).toBe("processed");
  });

  it("leaves an event to whoever claims it first: copies of it and of its job are done once", async () => {
    const { stack, sent } = await stackWithRep();
    await using _ = stack;
    const call = stack.sandbox.addCall({ recordedBy: ANNA });
    const body = bodyOf(call);
    await Promise.all(Array.from({ length: 10 }, () => deliverWebhook(stack.deps, { id: "msg_1", body })));
    const context = { step: plainStep(stack.deps), deps: stack.deps, log: stack.deps.log };
    const states = await Promise.all(
      // Even an engine that hands the event out several times has it done once.
      [...sent, ...sent, ...sent].map((event) =>
        processWebhookJob.handler({ event, ...context, jobRun: null, isStopping: () => false }),
      ),
    );
    expect(states.filter((state) => JSON.stringify(state).includes("processed"))).toHaveLength(1);
    expect(await stack.deps.db.prisma.call.count()).toBe(1);
  });
});

describe("a poison event", () => {
  it.each([
    ["no JSON", "<html>", null],
    ["JSON that is no meeting", '{"test": 1}', null],
    ["a meeting that cannot be read", '{"recording_id":77,"recorded_by":"Anna"}', 77n],
  ])("is parked with its error: %s", async (_name, body, recordingId) => {
    const { stack } = await stackWithRep();
    await using _ = stack;
    expect(await deliver(stack, "msg_1", body)).toBe("parked");
    const event = await eventOf(stack, "msg_1");
    expect(event).toMatchObject({ status: "parked", attempts: 1, outcome: "unreadable", recordingId });
    expect(event.lastError).toBeTruthy();
    expect(Buffer.from(event.body ?? []).toString()).toBe(body);
    expect(await stack.deps.db.prisma.recording.count()).toBe(recordingId === null ? 0 : 1);
  });

  it("is parked after five attempts, shown, and processed after a retry once the cause is gone", async () => {
    const { stack, clock } = await stackWithRep();
    await using _ = stack;
    const call = stack.sandbox.addCall({ recordedBy: ANNA });
    await deliverWebhook(stack.deps, { id: "msg_1", body: bodyOf(call) });
    const { pool } = stack.deps.db;
    await pool.query("ALTER TABLE sales_rep_aliases RENAME TO away");
    for (let attempt = 1; attempt <= 4; attempt++) {
      expect(await processWebhook(stack.deps, "msg_1")).toBe("later");
      expect(await eventOf(stack, "msg_1")).toMatchObject({ status: "received", attempts: attempt });
      clock.ahead += 600_000;
    }
    expect(await processWebhook(stack.deps, "msg_1")).toBe("parked");
    expect((await eventOf(stack, "msg_1")).lastError).toContain("sales_rep_aliases");
    await pool.query("ALTER TABLE away RENAME TO sales_rep_aliases");

    const caller = await stack.caller();
    const { items } = await caller.webhooks.list({ status: "parked" });
    expect(items).toMatchObject([{ webhookId: "msg_1", status: "parked", attempts: 5 }]);
    expect(JSON.stringify(items)).not.toContain(call.title);
    await caller.webhooks.retry({ webhookId: "msg_1" });
    await vi.waitFor(async () => {
      await processWebhook(stack.deps, "msg_1");
      expect(await eventOf(stack, "msg_1")).toMatchObject({ status: "processed", outcome: "imported" });
    });
    await expect(caller.webhooks.retry({ webhookId: "msg_1" })).rejects.toThrow("not_found");
    await expect((await stack.caller("viewer")).webhooks.list({})).rejects.toThrow("not_allowed");
  });

  it("loses its body, as every other of its call, with the content that the retention removes", async () => {
    const { stack, clock } = await stackWithRep();
    await using _ = stack;
    const old = stack.sandbox.addCall({ recordedBy: ANNA });
    await deliver(stack, "msg_0", "<html>");
    clock.ahead += 5 * 24 * 3_600_000;
    await deliver(stack, "msg_1", bodyOf(old));
    await deliver(stack, "msg_2", `{"recording_id":${old.recordingId},"recorded_by":"Anna"}`);
    await deliver(stack, "msg_3", bodyOf(stack.sandbox.addCall({ recordedBy: ANNA })));
    await (await stack.caller()).fathomSettings.update({ retentionDays: 3 });
    // Parked for longer than anything may be kept, whatever it was.
    expect(await pruneWebhookBodies(stack.deps)).toBe(1);
    expect(await pruneContent(stack.deps)).toBe(1);
    expect(await pruneWebhookBodies(stack.deps)).toBe(2);
    expect((await eventOf(stack, "msg_3")).body).not.toBeNull();
  });

  it("keeps its body for 90 days, and then its reason alone, which a retry says", async () => {
    const { stack, clock } = await stackWithRep();
    await using _ = stack;
    const day = 24 * 3_600_000;
    expect(await deliver(stack, "msg_1", "<html>")).toBe("parked");
    clock.ahead += 89 * day;
    expect(await deliver(stack, "msg_2", "<html>")).toBe("parked");
    expect(await pruneWebhookBodies(stack.deps)).toBe(0);
    clock.ahead += 2 * day;
    expect(await pruneWebhookBodies(stack.deps)).toBe(1);
    expect(await eventOf(stack, "msg_1")).toMatchObject({
      status: "parked",
      lastError: "the body is not JSON",
      body: null,
    });
    expect((await eventOf(stack, "msg_2")).body).not.toBeNull();

    const caller = await stack.caller();
    const { items } = await caller.webhooks.list({ status: "parked" });
    expect(items.map(({ webhookId, retryable }) => [webhookId, retryable])).toEqual([
      ["msg_2", true],
      ["msg_1", false],
    ]);
    await expect(caller.webhooks.retry({ webhookId: "msg_1" })).rejects.toThrow("body_gone");
    expect(await eventOf(stack, "msg_1")).toMatchObject({ status: "parked", attempts: 1 });
    await caller.webhooks.retry({ webhookId: "msg_2" });
  });
});

function permutations(items: number[]): number[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
