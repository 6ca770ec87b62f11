import { createWorld } from "@koppeling/sandbox/create-world";
import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { type Pool } from "pg";
import { describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { takeRun } from "@koppeling/testing/take-run";
import { waitForLock } from "@koppeling/testing/wait-for-lock";
import { SYSTEM } from "../../context";
import { setSalesRepArchived } from "../sales-reps/save-sales-rep";
import { loadSettings } from "../settings/load-settings";
import { checkConsistency } from "../health/check-consistency";
import { decideItems } from "../recordings/decide-items";
import { finishSync } from "../sync/finish-sync";
import { importPages } from "../sync/import-pages";
import { loadMatching } from "../matching/load-matching";
import { reconcilePlan } from "../reconcile/next-walk";
import { requestSync } from "../sync/request-sync";
import { storeRecordingsAlone } from "../recordings/store-recordings";
import { applyRules } from "../recordings/apply-rules";
import { retryErrors } from "./retry-errors";
import { startRematch } from "./start-rematch";

const DAY = 24 * 3_600_000;
const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const BRAM = { name: "Bram", email: "bram@zonnewende.example" };
const now = new Date();
const WHOLE_WINDOW = {
  createdAfter: new Date(now.getTime() - 100 * DAY),
  createdBefore: new Date(now.getTime() + DAY),
  includeTranscript: true,
  includeSummary: true,
  includeActionItems: true,
  cursor: null,
};

async function emptyStack(): Promise<TestStack> {
  return await createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams: [], members: [] }), now: () => now },
  });
}

function addCalls(stack: TestStack, count: number, recordedBy: { email: string; team?: string | null }) {
  return Array.from({ length: count }, (_, index) =>
    stack.sandbox.addCall({ recordedBy, createdAt: new Date(now.getTime() - index * 3 * DAY - 60_000) }),
  );
}

/** Waits for what was set going, and for what follows from that. */
async function settle(stack: TestStack) {
  const jobs = stack.deps.jobs as unknown as { idle(): Promise<void> };
  for (let round = 0; round < 4; round++) {
    await jobs.idle();
    await stack.deps.jobs.send({ name: "rematch/requested", data: {} });
  }
  await jobs.idle();
}

const callsOf = (stack: TestStack, salesRepId: string) =>
  stack.deps.db.prisma.call.count({ where: { salesRepId } });
const runsOf = (stack: TestStack) => stack.deps.db.prisma.syncRun.count();

describe("after a change of reps", () => {
  it("asks about every call of an archived rep, some at a time, and the second time about none", async () => {
    await using stack = await emptyStack();
    const { deps } = stack;
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    addCalls(stack, 5, ANNA);
    await stack.sync({ hours: 720 });
    await settle(stack);
    await setSalesRepArchived(deps, anna, true, SYSTEM);
    expect(await applyRules(deps, 2)).toMatchObject({ asked: 5, moved: 0 });
    expect(await deps.db.prisma.call.count({ where: { question: "rep_archived" } })).toBe(5);
    await deps.db.pool.query("INSERT INTO rules_changes DEFAULT VALUES");
    expect(await applyRules(deps, 2)).toMatchObject({ asked: 0, moved: 0 });
  });

  it("an alias brings what was skipped, once, by asking for that recorder alone", async () => {
    await using stack = await emptyStack();
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    addCalls(stack, 4, { email: "A.deVries@Partners.example" });
    addCalls(stack, 25, { email: "iemand@elders.example" });
    await stack.sync({ hours: 720 });
    await settle(stack);
    const before = stack.sandbox.requests.length;
    const runs = await runsOf(stack);
    const caller = await stack.caller();

    await caller.salesReps.update({ id: anna, aliases: ["a.devries@partners.example"] });
    await settle(stack);

    expect(await callsOf(stack, anna)).toBe(4);
    expect(await runsOf(stack)).toBe(runs + 1);
    const asked = stack.sandbox.requests.slice(before);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.query).toContain(encodeURIComponent("A.deVries@Partners.example"));
    expect((await caller.sync.history({ limit: 1 })).items[0]).toMatchObject({
      kind: "selection",
      processed: 4,
      imported: 4,
    });

    await caller.salesReps.update({ id: anna, aliases: ["a.devries@partners.example"] });
    await settle(stack);
    expect(await runsOf(stack)).toBe(runs + 1);
    expect(await stack.deps.db.prisma.rematch.count()).toBe(0);
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });

  it("a rep who is restored gets what came meanwhile, and reasons follow the rules", async () => {
    await using stack = await emptyStack();
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    const caller = await stack.caller();
    await caller.salesReps.archive({ id: anna });
    addCalls(stack, 3, ANNA);
    addCalls(stack, 2, BRAM);
    expect(await stack.sync({ hours: 720 })).toMatchObject({
      skippedByReason: { rep_archived: 3, no_matching_rep: 2 },
    });

    await caller.salesReps.restore({ id: anna });
    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(3);

    await stack.addRep(BRAM.name, BRAM.email, { archived: true });
    await settle(stack);
    expect((await caller.skipped.list()).groups).toMatchObject([
      { reason: "rep_archived", count: 2, suggestion: null },
    ]);
  });

  it("a call that is linked at the very moment at which others move is the same rep's in the ledger", async () => {
    await using stack = await emptyStack();
    const { deps } = stack;
    const anna = await stack.addRep(ANNA.name, ANNA.email, { aliases: ["duo@zonnewende.example"] });
    const bram = await stack.addRep(BRAM.name, BRAM.email);
    const carl = await stack.addRep("Carl", "carl@zonnewende.example");
    const [linked] = addCalls(stack, 3, { email: "duo@zonnewende.example" });
    await stack.sync({ hours: 720 });
    await applyRules(deps);
    await deps.db.pool.query("UPDATE sales_rep_aliases SET sales_rep_id = $1", [bram]);
    let applying: ReturnType<typeof applyRules> | undefined;
    await deps.db.prisma.$transaction(
      async (tx) => {
        const recordingId = linked?.recordingId ?? 0n;
        await tx.call.update({ where: { recordingId }, data: { salesRepId: carl, matchedBy: "manual" } });
        await tx.recording.update({ where: { recordingId }, data: { salesRepId: carl } });
        applying = applyRules(deps);
        await waitForLock(stack);
      },
      { timeout: 45_000 },
    );
    expect(await applying).toMatchObject({ moved: 2 });
    const ledger = await deps.db.prisma.recording.groupBy({ by: ["salesRepId"], _count: true });
    expect(new Map(ledger.map((row) => [row.salesRepId, row._count]))).toEqual(
      new Map([
        [carl, 1],
        [bram, 2],
      ]),
    );
    expect(await callsOf(stack, anna)).toBe(0);
    expect(await callsOf(stack, carl)).toBe(1);
  });

  it("rules that were changed and changed back while a run was under way leave nothing skipped", async () => {
    await using stack = await emptyStack();
    const { deps } = stack;
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    addCalls(stack, 25, ANNA);
    const caller = await stack.caller();
    await settle(stack);

    const send = deps.jobs.send.bind(deps.jobs);
    deps.jobs.send = async () => undefined;
    const { runId } = await requestSync(deps, {
      trigger: "manual",
      from: new Date(now.getTime() - 100 * DAY),
    });
    deps.jobs.send = send;
    const lease = await takeRun(deps, runId);
    const importOnePage = () => {
      let looks = 0;
      return importPages(deps, lease, 0, { reconcile: reconcilePlan, isStopping: () => looks++ > 0 });
    };
    await importOnePage();
    await caller.salesReps.archive({ id: anna });
    await importOnePage();
    await caller.salesReps.restore({ id: anna });
    await importOnePage();
    expect(await finishSync(deps, lease, null)).toBe(true);
    expect(await callsOf(stack, anna)).toBe(15);

    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(25);
    expect(await checkConsistency(deps)).toEqual([]);
  });

  it("rules that were changed and changed back are compared again, though nobody was told and the process ended", async () => {
    await using stack = await emptyStack();
    const { deps } = stack;
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    addCalls(stack, 2, ANNA);
    await applyRules(deps);
    expect(await applyRules(deps)).toBeNull();

    // As another process stores it that ends before it has told anybody.
    await setSalesRepArchived(deps, anna, true, SYSTEM);
    expect(await stack.sync({ hours: 720 })).toMatchObject({ skippedByReason: { rep_archived: 2 } });
    await setSalesRepArchived(deps, anna, false, SYSTEM);
    expect(await deps.db.prisma.rulesChange.count()).toBe(2);
    expect(await applyRules(deps)).toMatchObject({ queued: 1 });
    expect(await deps.db.prisma.rulesChange.count()).toBe(0);
    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(2);
  });

  it("what was decided by the rules of before and stored after the comparison with those of now is found by the next", async () => {
    await using stack = await emptyStack();
    const { deps } = stack;
    const [call] = addCalls(stack, 1, ANNA);
    const stored = await loadMatching(deps, await loadSettings(deps));
    const { items } = await deps.fathom(SANDBOX_API_KEY).fetchMeetingPage(WHOLE_WINDOW);
    const rows = await decideItems(deps, items, stored);
    const anna = await stack.addRep(ANNA.name, ANNA.email);

    // It is under way when the comparison begins, which cannot see it yet; another comes wholly after it.
    const writer = await deps.db.pool.connect();
    await writer.query("BEGIN");
    const slow = { ...deps, db: { ...deps.db, pool: writer as unknown as Pool } };
    expect(await storeRecordingsAlone(slow, rows, now)).toMatchObject([{ reason: "no_matching_rep" }]);
    expect(await applyRules(deps)).toMatchObject({ queued: 0 });
    await writer.query("COMMIT");
    writer.release();
    expect(await applyRules(deps)).toMatchObject({ queued: 1 });
    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(1);
    expect(await applyRules(deps)).toBeNull();

    const later = stack.sandbox.addCall({ recordedBy: ANNA });
    const page = await deps.fathom(SANDBOX_API_KEY).fetchMeetingPage(WHOLE_WINDOW);
    const other = page.items.filter((item) => item.ok && item.recording.recordingId === later.recordingId);
    await storeRecordingsAlone(deps, await decideItems(deps, other, stored), now);
    expect(await applyRules(deps)).toMatchObject({ queued: 1 });
    expect(await applyRules(deps)).toBeNull();
    expect(call?.recordingId).not.toBe(later.recordingId);
  });

  it("an address that moves takes its calls along, except those that a person linked", async () => {
    await using stack = await emptyStack();
    const anna = await stack.addRep(ANNA.name, ANNA.email, { aliases: ["duo@zonnewende.example"] });
    const bram = await stack.addRep(BRAM.name, BRAM.email);
    const carl = await stack.addRep("Carl", "carl@zonnewende.example");
    const [linked] = addCalls(stack, 4, { email: "duo@zonnewende.example" });
    addCalls(stack, 2, ANNA);
    await stack.sync({ hours: 720 });
    const caller = await stack.caller();
    const { id } = await stack.deps.db.prisma.call.findUniqueOrThrow({
      where: { recordingId: linked?.recordingId ?? 0n },
    });
    await caller.calls.link({ callId: id, salesRepId: carl });
    const requests = stack.sandbox.requests.length;

    await caller.salesReps.update({ id: anna, aliases: [] });
    await caller.salesReps.update({ id: bram, aliases: ["duo@zonnewende.example"] });
    await settle(stack);

    expect([await callsOf(stack, anna), await callsOf(stack, bram), await callsOf(stack, carl)]).toEqual([
      2, 3, 1,
    ]);
    expect(stack.sandbox.requests).toHaveLength(requests);
    expect(await stack.sync({ hours: 720 })).toMatchObject({ updated: 0, skippedByReason: { unchanged: 6 } });
    expect(await checkConsistency(stack.deps)).toEqual([]);
    expect(await applyRules(stack.deps)).toBeNull();
  });

  it("waits for the run that is active, and loses nothing by it", async () => {
    await using stack = await emptyStack();
    addCalls(stack, 3, ANNA);
    await stack.sync({ hours: 720 });
    const { send } = stack.deps.jobs;
    stack.deps.jobs.send = async () => undefined;
    const { runId } = await requestSync(stack.deps, { trigger: "manual", hours: 24 });
    stack.deps.jobs.send = send;
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(0);

    await (await stack.caller()).sync.cancel({ runId });
    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(3);
  });

  it("asks again when a run failed, and not for what Fathom no longer has", async () => {
    await using stack = await emptyStack();
    stack.deps.clock.sleep = async () => undefined;
    addCalls(stack, 2, ANNA);
    await stack.sync({ hours: 720 });
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    stack.sandbox.faults.always("status_500");
    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(0);
    const waiting = await stack.deps.db.prisma.rematch.findFirst();
    expect(waiting).toMatchObject({ recorderEmail: ANNA.email, attempts: 1 });

    stack.sandbox.faults.clear();
    await stack.deps.db.pool.query("UPDATE rematches SET next_attempt_at = now()");
    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(2);

    addCalls(stack, 1, BRAM);
    await stack.sync({ hours: 24 });
    await stack.deps.db.pool.query("UPDATE recordings SET not_seen_since = now() WHERE decision = 'skipped'");
    const runs = await runsOf(stack);
    await stack.addRep(BRAM.name, BRAM.email);
    await settle(stack);
    expect(await runsOf(stack)).toBe(runs);
  });
});

describe("a re-match that somebody cancels", () => {
  it("is asked again later, until what was skipped is there", async () => {
    await using stack = await emptyStack();
    addCalls(stack, 3, ANNA);
    await stack.sync({ hours: 720 });
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    const { send } = stack.deps.jobs;
    stack.deps.jobs.send = async () => undefined;
    await applyRules(stack.deps);
    const run = await startRematch(stack.deps, { trigger: "schedule" });
    await (await stack.caller()).sync.cancel({ runId: run?.runId ?? "" });
    stack.deps.jobs.send = send;
    await settle(stack);

    expect(await callsOf(stack, anna)).toBe(0);
    const waiting = await stack.deps.db.prisma.rematch.findFirst();
    expect(waiting).toMatchObject({ recorderEmail: ANNA.email, runId: null, attempts: 1 });
    const wait = (waiting?.nextAttemptAt?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(4 * 60_000);
    expect(wait).toBeLessThan(6 * 60_000);

    await stack.deps.db.pool.query("UPDATE rematches SET next_attempt_at = now()");
    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(3);
    expect(await stack.deps.db.prisma.rematch.count()).toBe(0);
  });
});

describe("after a change of filters", () => {
  it("calls of teams and domains that are let in appear, however old", async () => {
    await using stack = await emptyStack();
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    const caller = await stack.caller();
    await caller.fathomSettings.update({ teamFilter: ["Sales"], matchDomains: ["@Elders.example"] });
    stack.sandbox.addCall({
      recordedBy: { ...ANNA, team: "Marketing" },
      createdAt: new Date(now.getTime() - 20 * DAY),
    });
    stack.sandbox.addCall({ recordedBy: { ...ANNA, team: "Sales" } });
    await stack.sync({ hours: 720 });
    expect((await caller.skipped.list()).groups).toMatchObject([
      { reason: "no_matching_rep", count: 2, suggestion: null },
    ]);

    const saved = await caller.fathomSettings.update({
      matchDomains: ["zonnewende.example", "elders.example"],
    });
    expect(saved.config.matchDomains).toEqual(["zonnewende.example", "elders.example"]);
    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(1);

    await caller.fathomSettings.update({ teamFilter: ["Sales", "Marketing"], matchDomains: [] });
    await settle(stack);
    expect(await callsOf(stack, anna)).toBe(2);
    expect(await stack.deps.db.prisma.comparedRules.count()).toBe(1);
  });

  it("a domain has to look like one", async () => {
    await using stack = await emptyStack();
    const caller = await stack.caller("admin", "en");
    await expect(caller.fathomSettings.update({ matchDomains: ["not a domain"] })).rejects.toThrow(
      "domain_shape",
    );
  });
});

describe("errors", () => {
  it("are asked for again over their own moment, counted, and bounded in number", async () => {
    await using stack = await emptyStack();
    await stack.addRep(ANNA.name, ANNA.email);
    const [call] = addCalls(stack, 1, ANNA);
    addCalls(stack, 15, BRAM);
    await stack.sync({ hours: 720 });
    const id = call?.recordingId ?? 0n;
    await stack.deps.db.pool.query("DELETE FROM calls");
    await stack.deps.db.pool.query(
      `UPDATE recordings SET decision = 'error', reason = 'not_stored', changed_at = now() - interval '1 hour' WHERE recording_id = $1`,
      [id],
    );

    await settle(stack);

    expect(await stack.deps.db.prisma.call.count()).toBe(1);
    expect(await stack.deps.db.prisma.recording.findUnique({ where: { recordingId: id } })).toMatchObject({
      decision: "imported",
      attempts: 1,
    });
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });

  it("of calls that are here already are asked for again too, until they can be read", async () => {
    await using stack = await emptyStack();
    await stack.addRep(ANNA.name, ANNA.email);
    const [call] = addCalls(stack, 1, ANNA);
    await stack.sync({ hours: 720 });
    const recordingId = call?.recordingId ?? 0n;
    const ledger = () => stack.deps.db.prisma.recording.findUnique({ where: { recordingId } });
    stack.sandbox.editCall(recordingId, { title: "Andere titel" });
    await stack.deps.db.pool.query(
      `UPDATE recordings SET reason = 'unreadable', error_message = 'x: unreadable', raw = '{"item":{}}',
         changed_at = now() - interval '1 hour' WHERE recording_id = $1`,
      [recordingId],
    );

    await settle(stack);

    expect(await ledger()).toMatchObject({ decision: "imported", reason: null, raw: null, attempts: 1 });
    expect(await stack.deps.db.prisma.call.findFirst()).toMatchObject({ title: "Andere titel" });
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });

  it("that stay are asked for less and less often, and then no more", async () => {
    await using stack = await emptyStack();
    addCalls(stack, 1, ANNA);
    stack.sandbox.faults.always("odd_item");
    expect(await stack.sync({ hours: 720 })).toMatchObject({ status: "partial" });
    await settle(stack);
    const runs = await runsOf(stack);
    const due = () =>
      stack.deps.db.pool.query(
        "UPDATE recordings SET next_attempt_at = now() - interval '1 second', changed_at = now() - interval '1 hour'",
      );
    for (let turn = 0; turn < 12; turn++) {
      await due();
      await retryErrors(stack.deps);
      await (stack.deps.jobs as unknown as { idle(): Promise<void> }).idle();
    }
    expect(await runsOf(stack)).toBe(runs + 8);
    const { rows } = await stack.deps.db.pool.query<{ most: number }>(
      "SELECT max(attempts)::int AS most FROM recordings",
    );
    expect(rows[0]?.most).toBe(8);
  });
});
