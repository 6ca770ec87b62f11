import { createWorld } from "@koppeling/sandbox/create-world";
import { NO_INCLUDES, renderMeeting } from "@koppeling/sandbox/render-meeting";
import { type SandboxRecording } from "@koppeling/sandbox/world";
import { describe, expect, it, vi } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { duringPage } from "@koppeling/testing/during-page";
import { applyRules } from "./apply-rules";
import { refreshContent } from "./refresh-content.job";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** When each attempt comes, from the import on, and a little after. */
const ATTEMPTS_AT = [2, 7, 17, 37, 97, 277, 757, 2197].map((minutes) => minutes * MINUTE + MINUTE / 2);

type Scaled = { stack: TestStack; advance: (milliseconds: number) => void; at: (sinceStart: number) => void };

/** The real clock, set ahead: a day passes in a call. */
async function stackWithRep(): Promise<Scaled> {
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), now },
    environment: { FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET },
    clock: { now, sleep: async () => undefined },
  });
  await stack.addRep(ANNA.name, ANNA.email);
  return {
    stack,
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
    at: (sinceStart) => {
      ahead = sinceStart;
    },
  };
}

/** A call that has just ended, whose content comes after so long, or never. */
const addCall = (stack: TestStack, contentAfter: number | null): SandboxRecording => {
  const now = stack.deps.clock.now();
  const contentReadyAt = contentAfter === null ? null : new Date(now.getTime() + contentAfter);
  return stack.sandbox.addCall({ recordedBy: ANNA, endedAt: now, createdAt: now, contentReadyAt });
};
const callOf = (stack: TestStack, call: SandboxRecording) =>
  stack.deps.db.prisma.call.findUniqueOrThrow({
    where: { recordingId: call.recordingId },
    include: { transcript: true, content: true },
  });
const listed = async (stack: TestStack) => (await (await stack.caller()).calls.list({})).items;

describe("content that comes later", () => {
  it("does not take a call back to the rep whom the rules named before Fathom answered", async () => {
    const { stack, advance } = await stackWithRep();
    await using _ = stack;
    const call = addCall(stack, MINUTE);
    await stack.sync({ hours: 24 });
    const { salesRepId: anna } = await callOf(stack, call);
    const bram = await stack.addRep("Bram", "bram@zonnewende.example");
    const { salesReps } = await stack.caller();
    duringPage(stack, 1, async () => {
      await salesReps.update({ id: anna, email: "anna.elders@zonnewende.example" });
      await salesReps.update({ id: bram, aliases: [ANNA.email] });
      await applyRules(stack.deps);
      await vi.waitFor(async () => expect(await callOf(stack, call)).toMatchObject({ salesRepId: bram }), {
        timeout: 20_000,
      });
    });
    advance(2.5 * MINUTE);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 1, filled: 1 });
    await applyRules(stack.deps);
    expect(await callOf(stack, call)).toMatchObject({ salesRepId: bram, hasTranscript: true });
  });

  it("is asked for after two minutes and brought, action items too, without a sync; then no more", async () => {
    const { stack, advance } = await stackWithRep();
    await using _ = stack;
    const call = addCall(stack, 4 * MINUTE);
    await stack.sync({ hours: 24 });
    expect(await listed(stack)).toMatchObject([{ contentState: "awaited", contentAwaited: true }]);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 0, filled: 0 });

    advance(2.5 * MINUTE);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 1, filled: 0 });
    expect(await refreshContent(stack.deps)).toEqual({ asked: 0, filled: 0 });
    advance(5 * MINUTE);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 1, filled: 1 });
    const filled = await callOf(stack, call);
    expect(filled).toMatchObject({
      hasTranscript: true,
      summary: call.content().summary?.markdown,
      content: { state: "complete", nextAt: null },
    });
    expect(filled.transcript).not.toBeNull();
    expect(filled.actionItems).not.toBeNull();
    // Who imported it is not forgotten.
    expect(filled.runId).not.toBeNull();
    expect(await listed(stack)).toMatchObject([{ contentState: "complete", contentAwaited: false }]);
    advance(48 * HOUR);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 0, filled: 0 });
  });

  it("is given up after eight attempts in a day and a half, and filled all the same when a sync has it", async () => {
    const { stack, at, advance } = await stackWithRep();
    await using _ = stack;
    const call = addCall(stack, null);
    await stack.sync({ hours: 24 });
    const requests = stack.sandbox.requests.length;
    for (const [index, moment] of ATTEMPTS_AT.entries()) {
      at(moment - MINUTE);
      expect(await refreshContent(stack.deps)).toEqual({ asked: 0, filled: 0 });
      at(moment);
      expect(await refreshContent(stack.deps)).toEqual({ asked: 1, filled: 0 });
      const state = index < 7 ? "awaited" : "given_up";
      expect((await callOf(stack, call)).content).toMatchObject({ state, attempts: index + 1 });
    }
    expect(stack.sandbox.requests.length - requests).toBe(8);
    advance(100 * HOUR);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 0, filled: 0 });
    expect(await listed(stack)).toMatchObject([{ contentState: "given_up", contentAwaited: false }]);

    stack.sandbox.editCall(call.recordingId, { contentReadyAt: stack.deps.clock.now() });
    await stack.sync({ hours: 720 });
    expect(await callOf(stack, call)).toMatchObject({ hasTranscript: true, content: { state: "complete" } });
  });

  it("is not asked eight times of a call that was over long ago when it was imported", async () => {
    const { stack, advance } = await stackWithRep();
    await using _ = stack;
    const endedAt = new Date(Date.now() - 72 * HOUR);
    const old = { endedAt, createdAt: endedAt, contentReadyAt: null };
    const call = stack.sandbox.addCall({ recordedBy: ANNA, ...old });
    await stack.sync({ hours: 720 });
    advance(3 * MINUTE);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 1, filled: 0 });
    expect((await callOf(stack, call)).content).toMatchObject({ state: "given_up" });
  });

  it("is not awaited by a call that came whole, and is by one whose webhook left it out", async () => {
    const { stack, advance } = await stackWithRep();
    await using _ = stack;
    addCall(stack, 0);
    await stack.sync({ hours: 24 });
    expect(await stack.deps.db.prisma.callContent.count()).toBe(0);

    const bare = addCall(stack, 0);
    const body = renderMeeting(bare, NO_INCLUDES, stack.deps.clock.now());
    expect(await deliverWebhook(stack.deps, { body })).toBe(200);
    await vi.waitFor(async () => expect((await callOf(stack, bare)).content?.state).toBe("awaited"));
    advance(3 * MINUTE);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 1, filled: 1 });
    expect(await callOf(stack, bare)).toMatchObject({ hasTranscript: true, content: { state: "complete" } });
  });
});

describe("the queue for content", () => {
  it("asks for five calls in a turn, each once, also with two processes at work", async () => {
    const { stack, advance } = await stackWithRep();
    await using _ = stack;
    for (let index = 0; index < 12; index++) addCall(stack, MINUTE);
    await stack.sync({ hours: 24 });
    advance(3 * MINUTE);
    const before = stack.sandbox.requests.length;
    const turns = await Promise.all([refreshContent(stack.deps), refreshContent(stack.deps)]);
    expect(turns).toEqual([
      { asked: 5, filled: 5 },
      { asked: 5, filled: 5 },
    ]);
    expect(stack.sandbox.requests.slice(before).every((request) => request.class === "heavy")).toBe(true);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 2, filled: 2 });
    expect(await stack.deps.db.prisma.callContent.count({ where: { state: "complete" } })).toBe(12);
  });

  it("loses no attempt to a full rate budget, a refusing Fathom or one that is away", async () => {
    const { stack, advance } = await stackWithRep();
    await using _ = stack;
    const call = addCall(stack, MINUTE);
    await stack.sync({ hours: 24 });
    for (const fault of ["status_429_bare", "status_503", "reset", "status_401", "status_403"] as const) {
      advance(3 * MINUTE);
      stack.sandbox.faults.next(fault);
      expect(await refreshContent(stack.deps)).toEqual({ asked: 0, filled: 0 });
      expect((await callOf(stack, call)).content).toMatchObject({ state: "awaited", attempts: 0 });
    }
    // The budget goes by the database's clock, which nobody sets ahead.
    await stack.deps.db.pool.query("DELETE FROM rate_budgets");
    stack.deps.config.fathomHeavyRequestsPerMinute = 1;
    stack.sandbox.faults.clear();
    advance(3 * MINUTE);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 1, filled: 1 });
    const late = addCall(stack, MINUTE);
    stack.deps.config.fathomHeavyRequestsPerMinute = 0;
    await stack.sync({ hours: 24 });
    stack.deps.config.fathomHeavyRequestsPerMinute = 1;
    advance(3 * MINUTE);
    expect(await refreshContent(stack.deps)).toEqual({ asked: 0, filled: 0 });
    expect((await callOf(stack, late)).content).toMatchObject({ state: "awaited", attempts: 0 });
  });

  it("asks the last time again when the process ended before the answer", async () => {
    const { stack, advance } = await stackWithRep();
    await using _ = stack;
    const call = addCall(stack, MINUTE);
    await stack.sync({ hours: 24 });
    advance(3 * MINUTE);
    const { prisma } = stack.deps.db;
    await prisma.callContent.update({
      where: { recordingId: call.recordingId },
      data: { attempts: 8, nextAt: stack.deps.clock.now() },
    });
    expect(await refreshContent(stack.deps)).toEqual({ asked: 1, filled: 1 });
  });
});
