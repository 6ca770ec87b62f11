import { createWorld } from "@koppeling/sandbox/create-world";
import { renderMeeting } from "@koppeling/sandbox/render-meeting";
import { describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { deliverWebhook, WEBHOOK_SECRET } from "@koppeling/testing/deliver-webhook";
import { duringPage } from "@koppeling/testing/during-page";
import { checkConsistency } from "../health/check-consistency";
import { requestSync } from "../sync/request-sync";
import { findStaleRuns } from "../runs/hold-lease";

const ANNA = { name: "Anna de Vries", email: "anna.devries@zonnewende.example" };
const ELSEWHERE = "Anna.deVries@Partners.example";
const DAY = 24 * 3_600_000;
const now = new Date();

/** Nine calls of Anna under another address, two under her own, and a stranger's. */
async function skippedStack() {
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams: [], members: [] }), now: () => now },
    environment: { FATHOM_WEBHOOK_SECRET: WEBHOOK_SECRET },
  });
  const anna = await stack.addRep(ANNA.name, ANNA.email);
  for (let index = 0; index < 9; index++) {
    stack.sandbox.addCall({
      recordedBy: { email: ELSEWHERE, name: "Anna" },
      createdAt: new Date(now.getTime() - index * 2 * DAY - 1000),
    });
  }
  for (let index = 0; index < 2; index++) stack.sandbox.addCall({ recordedBy: ANNA });
  stack.sandbox.addCall({ recordedBy: { email: "iemand@elders.example", name: "Iemand" } });
  await stack.sync({ hours: 720 });
  return {
    stack,
    anna,
    caller: await stack.caller(),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

const idle = (stack: TestStack) => (stack.deps.jobs as unknown as { idle(): Promise<void> }).idle();

describe("the skipped queue", () => {
  it("suggests whose the largest group is, and what linking it brings", async () => {
    await using world = await skippedStack();
    expect((await world.caller.skipped.list()).groups).toMatchObject([
      {
        recorderEmail: ELSEWHERE.toLowerCase(),
        reason: "no_matching_rep",
        count: 9,
        brings: 9,
        suggestion: { kind: "alias", salesRepId: world.anna, name: ANNA.name },
      },
      { recorderEmail: "iemand@elders.example", count: 1, suggestion: null },
    ]);
    await world.caller.fathomSettings.update({ teamFilter: ["Sales"] });
    expect((await world.caller.skipped.list()).groups[0]).toMatchObject({ brings: 0 });
  });

  it("links by an alias, imports all of theirs at once, and undoes that", async () => {
    await using world = await skippedStack();
    const { stack, anna, caller } = world;
    const input = { recorderEmail: ELSEWHERE.toLowerCase(), action: "alias" as const, salesRepId: anna };

    const resolved = await caller.skipped.resolve(input);
    expect(resolved).toMatchObject({ salesRepId: anna, alreadyRunning: false });
    await idle(stack);

    expect(await caller.sync.status({ runId: resolved.runId ?? "" })).toMatchObject({
      kind: "selection",
      status: "succeeded",
      processed: 9,
      imported: 9,
    });
    const items = (await caller.calls.list({ salesRepId: anna })).items;
    expect(items).toHaveLength(11);
    expect((await caller.salesReps.byId({ id: anna })).aliases).toEqual([ELSEWHERE.toLowerCase()]);

    expect(await caller.skipped.undo({ salesRepId: anna, recorderEmail: ELSEWHERE })).toEqual({
      removedCalls: 9,
    });
    await idle(stack);
    expect(await stack.deps.db.prisma.call.count()).toBe(2);
    expect(await stack.deps.db.prisma.transcript.count()).toBe(2);
    expect((await caller.skipped.list()).groups[0]).toMatchObject({ count: 9, reason: "no_matching_rep" });
    expect((await caller.salesReps.byId({ id: anna })).aliases).toEqual([]);
    expect(await checkConsistency(stack.deps)).toEqual([]);

    await caller.skipped.resolve(input);
    await idle(stack);
    expect(await stack.deps.db.prisma.call.count()).toBe(11);
    const actions = (await caller.audit.list()).items.map((entry) => entry.action);
    expect(actions).toEqual(expect.arrayContaining(["sales_rep.add_alias", "skipped.undo"]));
  });

  it("undoes it while a sync is importing more of theirs", async () => {
    await using world = await skippedStack();
    const { stack, anna, caller } = world;
    const { deps } = stack;
    await caller.skipped.resolve({ recorderEmail: ELSEWHERE, action: "alias", salesRepId: anna });
    await idle(stack);
    for (let index = 0; index < 25; index++)
      stack.sandbox.addCall({ recordedBy: { email: ELSEWHERE, name: "Anna" } });
    let removedCalls = 0;
    duringPage(stack, 2, async () => {
      ({ removedCalls } = await caller.skipped.undo({ salesRepId: anna, recorderEmail: ELSEWHERE }));
    });
    const { runId } = await requestSync(deps, { trigger: "manual", hours: 720 });
    await idle(stack);
    expect(removedCalls).toBeGreaterThan(0);
    expect(await findStaleRuns(deps)).toEqual([runId]);
    await deps.jobs.send({ name: "sync/requested", data: { runId } });
    await idle(stack);

    expect(await caller.sync.status({ runId })).toMatchObject({ status: "succeeded" });
    expect((await caller.skipped.list()).groups[0]).toMatchObject({ count: 34, reason: "no_matching_rep" });
    expect(await deps.db.prisma.call.count({ where: { salesRepId: anna } })).toBe(2);
    expect(await checkConsistency(deps)).toEqual([]);
  });

  it("undoes it also when the rep was edited in between", async () => {
    await using world = await skippedStack();
    const { stack, anna, caller } = world;
    await caller.skipped.resolve({ recorderEmail: ELSEWHERE, action: "alias", salesRepId: anna });
    await idle(stack);
    for (const table of ["calls", "sales_rep_aliases"])
      await stack.deps.db.pool.query(`UPDATE ${table} SET created_at = created_at - interval '1 hour'`);
    const aliases = [ELSEWHERE, "anna@zonnewende.example"];
    await caller.salesReps.update({ id: anna, team: "Sales", aliases });
    expect(await caller.skipped.undo({ salesRepId: anna, recorderEmail: ELSEWHERE })).toEqual({
      removedCalls: 9,
    });
    await idle(stack);
    expect((await caller.salesReps.byId({ id: anna })).aliases).toEqual(["anna@zonnewende.example"]);
  });

  it("keeps at an undo no delivery of what it takes out, and every other one", async () => {
    await using world = await skippedStack();
    const { stack, anna, caller } = world;
    await caller.skipped.resolve({ recorderEmail: ELSEWHERE, action: "alias", salesRepId: anna });
    await idle(stack);
    const all = { transcript: true, summary: true, actionItems: true, crmMatches: false };
    for (const [id, recordedBy] of [
      ["msg_elsewhere", { email: ELSEWHERE, name: "Anna" }],
      ["msg_own", ANNA],
    ] as const) {
      const call = stack.sandbox.addCall({ recordedBy, createdAt: new Date(now.getTime() - 1000) });
      const body = renderMeeting(call, all, new Date(now.getTime() + DAY));
      expect(await deliverWebhook(stack.deps, { id, body })).toBe(200);
    }
    await idle(stack);
    const kept = async () => {
      const events = await stack.deps.db.prisma.webhookEvent.findMany({ orderBy: { webhookId: "asc" } });
      return events.map(({ webhookId, outcome, body }) => ({ webhookId, outcome, hasBody: body !== null }));
    };
    const own = { webhookId: "msg_own", outcome: "imported", hasBody: true };
    expect(await kept()).toEqual([{ webhookId: "msg_elsewhere", outcome: "imported", hasBody: true }, own]);

    expect(await caller.skipped.undo({ salesRepId: anna, recorderEmail: ELSEWHERE })).toEqual({
      removedCalls: 10,
    });
    expect(await kept()).toEqual([{ webhookId: "msg_elsewhere", outcome: "imported", hasBody: false }, own]);
  });

  it("keeps at an undo what a person linked, and after a day every call", async () => {
    await using world = await skippedStack();
    const { stack, anna, caller } = world;
    const bram = await stack.addRep("Bram", "bram@zonnewende.example");
    const input = { recorderEmail: ELSEWHERE, action: "alias" as const, salesRepId: anna };
    await caller.skipped.resolve(input);
    await idle(stack);
    const calls = await stack.deps.db.prisma.call.findMany({
      where: { matchedBy: "alias" },
      select: { id: true },
    });
    await caller.calls.link({ callId: calls[0]?.id ?? "", salesRepId: anna });
    await caller.calls.link({ callId: calls[1]?.id ?? "", salesRepId: bram });
    expect(await caller.skipped.undo({ salesRepId: anna, recorderEmail: ELSEWHERE })).toEqual({
      removedCalls: 7,
    });

    await caller.skipped.resolve(input);
    await idle(stack);
    await stack.deps.db.pool.query("UPDATE sales_rep_aliases SET created_at = now() - interval '2 days'");
    expect(await caller.skipped.undo({ salesRepId: anna, recorderEmail: ELSEWHERE })).toEqual({
      removedCalls: 0,
    });
    expect(await stack.deps.db.prisma.call.count()).toBe(11);
    await expect(caller.skipped.undo({ salesRepId: anna, recorderEmail: ELSEWHERE })).rejects.toThrow(
      "not_found",
    );
  });

  it("makes a new rep of a recorder, and unmakes them", async () => {
    await using world = await skippedStack();
    const { stack, caller } = world;
    const { salesRepId } = await caller.skipped.resolve({
      recorderEmail: "iemand@elders.example",
      action: "new_rep",
      name: "Iemand",
      team: "Sales",
    });
    await idle(stack);
    expect(await caller.salesReps.byId({ id: salesRepId })).toMatchObject({ callCount: 1, team: "Sales" });
    expect(await caller.skipped.undo({ salesRepId, recorderEmail: "iemand@elders.example" })).toEqual({
      removedCalls: 1,
    });
    await expect(caller.salesReps.byId({ id: salesRepId })).rejects.toThrow("not_found");
  });

  it("comes after the run that is active", async () => {
    await using world = await skippedStack();
    const { stack, anna, caller } = world;
    const { send } = stack.deps.jobs;
    stack.deps.jobs.send = async () => undefined;
    const { runId } = await requestSync(stack.deps, { trigger: "manual", hours: 24 });
    stack.deps.jobs.send = send;
    expect(
      await caller.skipped.resolve({ recorderEmail: ELSEWHERE, action: "alias", salesRepId: anna }),
    ).toEqual({ salesRepId: anna, runId, alreadyRunning: true });
    await caller.sync.cancel({ runId });
    await stack.deps.jobs.send({ name: "rematch/requested", data: {} });
    await idle(stack);
    await idle(stack);
    expect(await stack.deps.db.prisma.call.count()).toBe(11);
  });

  it("refuses an address that is another rep's, an archived rep, what lies outside the domains, and a viewer", async () => {
    await using world = await skippedStack();
    const { stack, anna, caller } = world;
    await stack.addRep("Bram", "bram@zonnewende.example");
    const old = await stack.addRep("Oud", "oud@zonnewende.example", { archived: true });
    const alias = (recorderEmail: string, salesRepId: string) =>
      caller.skipped.resolve({ recorderEmail, action: "alias", salesRepId });
    await expect(alias("bram@zonnewende.example", anna)).rejects.toThrow("email_taken");
    await expect(alias(ELSEWHERE, old)).rejects.toThrow("not_found");
    await caller.fathomSettings.update({ matchDomains: ["zonnewende.example"] });
    await expect(alias(ELSEWHERE, anna)).rejects.toThrow("outside_domains");
    await expect((await stack.caller("viewer")).skipped.list()).rejects.toThrow("not_allowed");
  });
});

describe("a link by hand", () => {
  it("is not undone by a sync, is written down, and can be given back to the rules", async () => {
    await using world = await skippedStack();
    const { stack, anna, caller } = world;
    const bram = await stack.addRep("Bram", "bram@zonnewende.example");
    const call = await stack.deps.db.prisma.call.findFirstOrThrow({ where: { salesRepId: anna } });

    expect(await caller.calls.link({ callId: call.id, salesRepId: bram })).toMatchObject({
      matchedBy: "manual",
      salesRep: { id: bram },
    });
    stack.sandbox.editCall(call.recordingId, { title: "Andere titel" });
    await stack.sync({ hours: 720 });
    expect(await caller.calls.byId({ id: call.id })).toMatchObject({
      title: "Andere titel",
      salesRep: { id: bram },
    });

    expect(await caller.calls.unlink({ callId: call.id })).toMatchObject({
      matchedBy: "email",
      salesRep: { id: anna },
    });
    const actions = (await caller.audit.list()).items.map((entry) => entry.action);
    expect(actions).toEqual(expect.arrayContaining(["call.link", "call.unlink"]));
    await expect(
      (await stack.caller("viewer")).calls.link({ callId: call.id, salesRepId: bram }),
    ).rejects.toThrow("not_allowed");
  });

  it("stays when the rules name nobody", async () => {
    await using world = await skippedStack();
    const { stack, anna, caller } = world;
    const call = await stack.deps.db.prisma.call.findFirstOrThrow({ where: { salesRepId: anna } });
    await caller.salesReps.update({ id: anna, email: "nieuw@zonnewende.example" });
    await expect(caller.calls.unlink({ callId: call.id })).rejects.toThrow("no_automatic_rep");
    expect(await caller.calls.byId({ id: call.id })).toMatchObject({ salesRep: { id: anna } });
  });
});
