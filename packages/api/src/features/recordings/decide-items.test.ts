import { randomUUID } from "node:crypto";
import { createWorld } from "@koppeling/sandbox/create-world";
import { renderMeeting } from "@koppeling/sandbox/render-meeting";
import { type SandboxRecording } from "@koppeling/sandbox/world";
import { describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { refreshContent } from "./refresh-content.job";
import { decodeTranscript } from "./transcript-lines";
import { runReconcile } from "../reconcile/run-reconcile";
import { applyRules } from "./apply-rules";
import { retryErrors } from "../rematch/retry-errors";
import { processWebhook } from "../webhooks/process-webhook";
import { checkConsistency } from "../health/check-consistency";
import { type CallQuestion } from "../matching/decide-recording";

const ANNA = "anna@zonnewende.example";
const DUO = "duo@zonnewende.example";
const ALL = { transcript: true, summary: true, actionItems: true, crmMatches: false };

type World = {
  stack: TestStack;
  anna: string;
  bram: string;
  call: SandboxRecording;
  caller: Awaited<ReturnType<TestStack["caller"]>>;
};

/** A call of Anna's under her alias, without its content, and Bram beside her. */
async function createStack(): Promise<World> {
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }) },
    environment: { FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET },
  });
  const { send } = stack.deps.jobs;
  // What is tried here is done when the test says so.
  const held = new Set(["webhook/received", "rematch/requested"]);
  stack.deps.jobs.send = async (event) => (held.has(event.name) ? undefined : send(event));
  const anna = await stack.addRep("Anna", ANNA, { aliases: [DUO] });
  const bram = await stack.addRep("Bram", "bram@zonnewende.example");
  const call = stack.sandbox.addCall({ recordedBy: { email: DUO, team: "Sales" }, contentReadyAt: null });
  expect(await stack.sync({ hours: 24 })).toMatchObject({ imported: 1 });
  await applyRules(stack.deps);
  return { stack, anna, bram, call, caller: await stack.caller() };
}

/** What changes whose the rules say that the call is; and what is asked then: why, and whose it would be. */
const CAUSES: Record<
  string,
  {
    change: (world: World) => Promise<unknown> | void;
    question: { reason: CallQuestion["reason"]; rep: "anna" | "bram" | null };
  }
> = {
  "the rep's address is edited here": {
    change: async ({ caller, anna }) => {
      await caller.salesReps.update({ id: anna, email: "anna.de.vries@zonnewende.example", aliases: [] });
    },
    question: { reason: "no_matching_rep", rep: null },
  },
  "the rep is archived": {
    change: ({ caller, anna }) => caller.salesReps.archive({ id: anna }),
    question: { reason: "rep_archived", rep: "anna" },
  },
  "another rep gets the same address": {
    change: ({ caller, bram }) => caller.salesReps.update({ id: bram, aliases: [DUO] }),
    question: { reason: "ambiguous_rep", rep: null },
  },
  "the rep is archived, and another has the same address": {
    change: async ({ caller, anna, bram }) => {
      await caller.salesReps.update({ id: bram, aliases: [DUO] });
      await caller.salesReps.archive({ id: anna });
    },
    question: { reason: "other_rep", rep: "bram" },
  },
  "the recorder's address at Fathom becomes nobody's": {
    change: ({ stack, call }) => {
      stack.sandbox.editCall(call.recordingId, {
        recordedBy: { email: "weg@elders.example", team: "Sales" },
      });
    },
    question: { reason: "no_matching_rep", rep: null },
  },
  "the recorder's address at Fathom becomes another rep's": {
    change: ({ stack, call }) => {
      stack.sandbox.editCall(call.recordingId, {
        recordedBy: { email: "Bram@Zonnewende.example", team: "Sales" },
      });
    },
    question: { reason: "other_rep", rep: "bram" },
  },
  "the recorder's team at Fathom is one that is left out": {
    change: async ({ stack, call, caller }) => {
      await caller.fathomSettings.update({ teamFilter: ["Sales"] });
      stack.sandbox.editCall(call.recordingId, { recordedBy: { email: DUO, team: "Marketing" } });
    },
    question: { reason: "other_team", rep: "anna" },
  },
  "the filter leaves its domain out": {
    change: ({ caller }) => caller.fathomSettings.update({ matchDomains: ["elders.example"] }),
    question: { reason: "no_matching_rep", rep: null },
  },
};

/** What each road says that it did. */
const ROADS: Record<string, (world: World) => Promise<unknown>> = {
  "content queue": async ({ stack }) => {
    await stack.deps.db.pool.query("UPDATE call_content SET state = 'awaited', next_at = now()");
    return await refreshContent(stack.deps);
  },
  webhook: async ({ stack, call }) => {
    const recording = stack.sandbox.world.find(call.recordingId, new Date());
    if (!recording) throw new Error("the call is gone");
    const id = `msg_${randomUUID()}`;
    await deliverWebhook(stack.deps, { id, body: renderMeeting(recording, ALL, new Date()) });
    await processWebhook(stack.deps, id);
    return (await stack.deps.db.prisma.webhookEvent.findUniqueOrThrow({ where: { webhookId: id } })).outcome;
  },
  sync: async ({ stack }) => {
    const { processed, updated, skipped } = await stack.sync({ hours: 24 });
    return { processed, updated, skipped };
  },
  "retry of errors": async ({ stack, call }) => {
    await stack.deps.db.pool.query(
      `UPDATE recordings SET reason = 'unreadable', raw = '{}', attempts = 0, next_attempt_at = now() WHERE recording_id = $1`,
      [call.recordingId],
    );
    const run = await retryErrors(stack.deps);
    await (stack.deps.jobs as unknown as { idle(): Promise<void> }).idle();
    return await stack.deps.db.prisma.syncRun.findUniqueOrThrow({
      where: { id: run?.runId ?? "" },
      select: { processed: true, updated: true, skipped: true },
    });
  },
  reconcile: async ({ stack }) => {
    const { result, difference } = await runReconcile(stack.deps, { days: 1 });
    const { processed, updated, skipped } = result;
    return { processed, updated, skipped, missing: difference?.missing };
  },
};
const DONE = { processed: 1, updated: 1, skipped: 0 };

const callOf = ({ stack, call }: World) =>
  stack.deps.db.prisma.call.findUniqueOrThrow({
    where: { recordingId: call.recordingId },
    include: { transcript: true, content: true },
  });

describe("a recording that is a call stays its rep's, with all that Fathom shows of it, and a question is kept", () => {
  it.each(Object.entries(CAUSES))("%s", async (_name, { change, question }) => {
    const world = await createStack();
    await using stack = world.stack;
    await change(world);
    const told: Record<string, unknown> = {};
    const seen: Record<string, unknown> = {};
    for (const [road, go] of Object.entries(ROADS)) {
      stack.sandbox.editCall(world.call.recordingId, {
        title: road,
        transcript: [{ speaker: "Anna", email: null, text: road, seconds: 1 }],
        summary: { template: null, markdown: road },
        contentReadyAt: new Date(0),
      });
      told[road] = await go(world);
      const { title, summary, transcript, salesRepId } = await callOf(world);
      const said = transcript && decodeTranscript(transcript.lines)[0]?.text;
      seen[road] = { title, summary, said, isAnnas: salesRepId === world.anna };
    }
    expect(told).toEqual({
      "content queue": { asked: 1, filled: 1 },
      webhook: "updated",
      sync: DONE,
      "retry of errors": DONE,
      reconcile: { ...DONE, missing: 0 },
    });
    const whole = (road: string) => ({ title: road, summary: road, said: road, isAnnas: true });
    expect(seen).toEqual({
      "content queue": whole("content queue"),
      webhook: whole("webhook"),
      sync: whole("sync"),
      "retry of errors": whole("retry of errors"),
      // It lists without content, of which nothing goes.
      reconcile: { ...whole("retry of errors"), title: "reconcile" },
    });

    expect(await applyRules(stack.deps)).toMatchObject({ moved: 0, asked: 1, queued: 0 });
    const reps = { anna: world.anna, bram: world.bram };
    expect(await callOf(world)).toMatchObject({
      salesRepId: world.anna,
      matchedBy: "alias",
      matchedEmail: DUO,
      question: question.reason,
      questionRepId: question.rep && reps[question.rep],
    });
    expect(await applyRules(stack.deps)).toBeNull();
    // What the reconcile left out, and then nothing.
    expect(await stack.sync({ hours: 24 })).toMatchObject({ updated: 1, skipped: 0 });
    expect(await stack.sync({ hours: 24 })).toMatchObject({ skipped: 1, skippedByReason: { unchanged: 1 } });
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });

  it("also when Fathom names no recorder any more: then it keeps the one it had, and nothing is asked", async () => {
    const world = await createStack();
    await using stack = world.stack;
    const recording = stack.sandbox.editCall(world.call.recordingId, { title: "Zonder opnemer" });
    const body = JSON.stringify({
      ...(JSON.parse(renderMeeting(recording, ALL, new Date())) as object),
      recorded_by: null,
    });
    const id = `msg_${randomUUID()}`;
    stack.sandbox.removeCall(world.call.recordingId);
    // Signed in whole seconds, and of a later one than the sync's.
    await deliverWebhook(stack.deps, { id, body, sentAt: new Date(Date.now() + 2_000) });
    await processWebhook(stack.deps, id);
    expect(await callOf(world)).toMatchObject({
      title: "Zonder opnemer",
      recorderEmail: DUO,
      team: "Sales",
      salesRepId: world.anna,
    });
    await applyRules(stack.deps);
    expect(await callOf(world)).toMatchObject({ question: null });
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });
});

describe("the question", () => {
  it("is not asked of a call that a person linked, and goes with the answer or with its cause", async () => {
    const world = await createStack();
    await using stack = world.stack;
    const { caller, anna, bram } = world;
    const { id } = await callOf(world);
    await caller.salesReps.archive({ id: anna });
    await applyRules(stack.deps);
    expect(await callOf(world)).toMatchObject({ question: "rep_archived" });
    await caller.salesReps.restore({ id: anna });
    await applyRules(stack.deps);
    expect(await callOf(world)).toMatchObject({ question: null, questionRepId: null });

    await caller.salesReps.archive({ id: anna });
    await applyRules(stack.deps);
    // To leave it is a choice too, of a rep who is archived as well.
    await caller.calls.link({ callId: id, salesRepId: anna });
    await applyRules(stack.deps);
    const left = { matchedBy: "manual", salesRepId: anna, question: null, questionRepId: null };
    expect(await callOf(world)).toMatchObject(left);
    await caller.salesReps.update({ id: bram, aliases: [DUO] });
    await applyRules(stack.deps);
    expect(await callOf(world)).toMatchObject(left);

    // Given back to the rules, which name Bram, it is his without a question.
    await caller.calls.unlink({ callId: id });
    expect(await callOf(world)).toMatchObject({ salesRepId: bram, matchedBy: "alias", matchedEmail: DUO });
    await caller.salesReps.update({ id: bram, aliases: [] });
    await caller.calls.unlink({ callId: id });
    expect(await callOf(world)).toMatchObject({ salesRepId: anna, question: "rep_archived" });
    expect(await applyRules(stack.deps)).toMatchObject({ asked: 0, moved: 0 });
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });

  it("is told on the overview, in the list, with the call and by group, and answered for a group at once", async () => {
    const world = await createStack();
    await using stack = world.stack;
    const { caller, anna, bram } = world;
    for (let index = 0; index < 2; index++) stack.sandbox.addCall({ recordedBy: { email: ANNA } });
    await stack.sync({ hours: 24 });
    await caller.salesReps.update({ id: anna, aliases: [] });
    await applyRules(stack.deps);
    await caller.salesReps.archive({ id: anna });
    await applyRules(stack.deps);

    expect((await caller.overview.get()).waiting).toMatchObject({ questions: 3 });
    expect((await caller.calls.list({ asked: true })).items).toHaveLength(3);
    const owner = { id: anna, name: "Anna", archived: true };
    const { groups } = await caller.calls.questions();
    expect(groups).toMatchObject([
      { owner, reason: "rep_archived", salesRep: owner, count: 2, recorderEmails: [ANNA] },
      { owner, reason: "no_matching_rep", salesRep: null, count: 1, recorderEmails: [DUO] },
    ]);
    const { id } = await callOf(world);
    expect((await caller.calls.byId({ id })).question).toEqual({ reason: "no_matching_rep", salesRep: null });

    const moved = { ownerId: anna, reason: "rep_archived", questionRepId: anna, salesRepId: bram } as const;
    expect(await caller.calls.answer(moved)).toEqual({ answered: 2, left: 0 });
    expect(await caller.calls.answer(moved)).toEqual({ answered: 0, left: 0 });
    const left = { ...moved, reason: "no_matching_rep", questionRepId: null, salesRepId: anna } as const;
    await expect(caller.calls.answer({ ...left, ownerId: bram })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await caller.calls.answer(left)).toEqual({ answered: 1, left: 0 });
    expect(await caller.calls.questions()).toEqual({ groups: [] });
    expect((await caller.calls.byId({ id })).history.at(-1)).toMatchObject({ kind: "linked", rep: "Anna" });
    const calls = await stack.deps.db.prisma.call.groupBy({ by: ["salesRepId", "matchedBy"], _count: true });
    expect(new Map(calls.map((group) => [group.salesRepId, [group.matchedBy, group._count]]))).toEqual(
      new Map([
        [anna, ["manual", 1]],
        [bram, ["manual", 2]],
      ]),
    );
    // Nor does the next comparison ask again, whatever is changed.
    await caller.salesReps.restore({ id: anna });
    await caller.fathomSettings.update({ matchDomains: ["elders.example"] });
    expect(await applyRules(stack.deps)).toMatchObject({ asked: 0, moved: 0 });
    expect(await stack.sync({ hours: 24 })).toMatchObject({ skippedByReason: { unchanged: 3 } });
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });
});
