import { createDemoWorld } from "@koppeling/sandbox/create-demo-world";
import { createWorld } from "@koppeling/sandbox/create-world";
import { DEMO_TEAM } from "@koppeling/sandbox/demo-team";
import { makeCall } from "@koppeling/sandbox/make-call";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { describe, expect, it } from "vitest";
import { normalizeEmail } from "../../normalize-email";
import { decodeTranscript } from "../recordings/transcript-lines";
import { type RunResult } from "../runs/run-result";
import { loadSettings } from "../settings/load-settings";

const HOUR = 3_600_000;
const ANNA = { name: "Anna", email: "anna@zonnewende.example" };

const emptyWorld = () => createWorld({ recordings: [], teams: [], members: [] });

async function addDemoReps(stack: TestStack) {
  for (const person of DEMO_TEAM) {
    if (person.role === "stranger") continue;
    await stack.addRep(person.name, normalizeEmail(person.email), { archived: person.role === "archived" });
  }
}

const sumOf = (result: RunResult) => result.imported + result.updated + result.skipped + result.errors;
const reasonsOf = (result: RunResult) =>
  Object.values(result.skippedByReason).reduce((sum, amount) => sum + amount, 0);

async function tableHash(stack: TestStack, table: string): Promise<string> {
  const { rows } = await stack.deps.db.pool.query<{ hash: string }>(
    `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS hash FROM ${table} t`,
  );
  return rows[0]?.hash ?? "";
}

describe("a sync", () => {
  it("stores every call of a known, active rep once, nobody else's, and accounts for all of them", async () => {
    const now = new Date();
    await using stack = await createTestStack({
      sandbox: { world: createDemoWorld({ seed: 3 }), now: () => now },
    });
    await addDemoReps(stack);

    const result = await stack.sync({ hours: 720 });

    const listed = stack.sandbox.world
      .list(now)
      .filter((call) => call.createdAt.getTime() >= result.windowFrom.getTime());
    const active = new Set(DEMO_TEAM.filter((p) => p.role === "rep").map((p) => p.email));
    const expected = listed.filter((call) => active.has(call.recordedBy.email.toLowerCase()));
    expect(result.status).toBe("succeeded");
    expect(result.processed).toBe(listed.length);
    expect(result.imported).toBe(expected.length);
    expect(sumOf(result)).toBe(result.processed);
    expect(reasonsOf(result)).toBe(result.skipped);
    expect(result.skippedByReason.no_matching_rep).toBeGreaterThan(0);
    expect(result.skippedByReason.rep_archived).toBeGreaterThan(0);

    const calls = await stack.deps.db.prisma.call.findMany({
      select: { recordingId: true, salesRep: { select: { email: true } } },
    });
    const stored = new Map(calls.map((call) => [call.recordingId, call.salesRep.email]));
    expect(stored).toEqual(
      new Map(expected.map((call) => [call.recordingId, call.recordedBy.email.toLowerCase()])),
    );
    expect(await stack.deps.db.prisma.recording.count()).toBe(listed.length);
  });

  it("changes no row of calls, transcripts or the ledger the second time, and says so", async () => {
    await using stack = await createTestStack({ sandbox: { now: () => new Date("2026-11-20T10:00:00Z") } });
    await addDemoReps(stack);
    const window = { from: new Date("2026-11-10T00:00:00Z"), to: new Date("2026-11-20T00:00:00Z") };
    const first = await stack.sync(window);
    const before = await Promise.all(
      ["calls", "transcripts", "recordings"].map((table) => tableHash(stack, table)),
    );

    const second = await stack.sync(window);

    expect(second).toMatchObject({
      status: "succeeded",
      processed: first.processed,
      imported: 0,
      updated: 0,
      errors: 0,
    });
    expect(second.skippedByReason.unchanged).toBe(first.imported);
    expect(second.message).toContain("There was nothing new");
    expect(
      await Promise.all(["calls", "transcripts", "recordings"].map((table) => tableHash(stack, table))),
    ).toEqual(before);
  });

  it("updates what changed, brings content that comes later, and never empties what is filled", async () => {
    let now = new Date("2026-11-20T10:00:00Z");
    await using stack = await createTestStack({
      sandbox: { world: emptyWorld(), now: () => now },
      clock: { now: () => now, sleep: async () => undefined },
    });
    await stack.addRep(ANNA.name, ANNA.email);
    const call = stack.sandbox.addCall({
      recordedBy: ANNA,
      contentReadyAt: new Date(now.getTime() + 5 * 60_000),
    });
    expect(await stack.sync()).toMatchObject({ imported: 1 });
    const read = () =>
      stack.deps.db.prisma.call.findUniqueOrThrow({
        where: { recordingId: call.recordingId },
        include: { transcript: true },
      });
    expect(await read()).toMatchObject({ summary: null, hasTranscript: false, transcript: null });

    now = new Date(now.getTime() + 10 * 60_000);
    expect(await stack.sync()).toMatchObject({ imported: 0, updated: 1, skipped: 0 });
    const filled = await read();
    expect(filled.hasTranscript).toBe(true);
    expect(decodeTranscript(filled.transcript?.lines)).toHaveLength(call.content().transcript.length);

    stack.sandbox.editCall(call.recordingId, { title: "Andere titel", contentReadyAt: null });
    expect(await stack.sync()).toMatchObject({ updated: 1 });
    const renamed = await read();
    expect(renamed).toMatchObject({ title: "Andere titel", summary: filled.summary, hasTranscript: true });
    expect(renamed.transcript?.lines).toEqual(filled.transcript?.lines);
  });

  it("keeps of other people's recordings nothing of what was said", async () => {
    const now = new Date();
    await using stack = await createTestStack({ sandbox: { world: emptyWorld(), now: () => now } });
    stack.sandbox.addCall({ recordedBy: { email: "iemand@elders.example" }, title: "Geheim overleg" });
    await stack.sync({ hours: 24 });
    const rows = await stack.deps.db.pool.query<{ text: string }>("SELECT r::text AS text FROM recordings r");
    expect(rows.rows).toHaveLength(1);
    expect(rows.rows[0]?.text).toContain("no_matching_rep");
    expect(rows.rows[0]?.text).not.toContain("Geheim");
    expect(await stack.deps.db.prisma.transcript.count()).toBe(0);
  });

  it("skips other teams when a team filter is set", async () => {
    const now = new Date();
    await using stack = await createTestStack({ sandbox: { world: emptyWorld(), now: () => now } });
    await stack.addRep(ANNA.name, ANNA.email);
    stack.sandbox.addCall({ recordedBy: { ...ANNA, team: "Sales" } });
    stack.sandbox.addCall({ recordedBy: { ...ANNA, team: "Marketing" } });
    stack.sandbox.addCall({ recordedBy: { ...ANNA, team: null } });
    await (await stack.caller()).fathomSettings.update({ teamFilter: ["sales"] });
    expect(await stack.sync({ hours: 24 })).toMatchObject({
      imported: 1,
      skippedByReason: { other_team: 2 },
    });
  });

  it("does not guess between two reps who share an address, and takes aliases", async () => {
    const now = new Date();
    await using stack = await createTestStack({ sandbox: { world: emptyWorld(), now: () => now } });
    await stack.addRep(ANNA.name, ANNA.email, {
      aliases: ["shared@zonnewende.example", "a.devries@partners.example"],
    });
    await stack.addRep("Bram", "bram@zonnewende.example", { aliases: ["shared@zonnewende.example"] });
    stack.sandbox.addCall({ recordedBy: { email: "Shared@Zonnewende.example" } });
    stack.sandbox.addCall({ recordedBy: { email: "A.deVries@Partners.example " } });
    expect(await stack.sync({ hours: 24 })).toMatchObject({
      imported: 1,
      skippedByReason: { ambiguous_rep: 1 },
    });
    expect(await stack.deps.db.prisma.call.findFirst({ select: { matchedBy: true } })).toEqual({
      matchedBy: "alias",
    });
  });

  it("imports a recording that was skipped once its recorder has become a rep", async () => {
    const now = new Date();
    await using stack = await createTestStack({ sandbox: { world: emptyWorld(), now: () => now } });
    stack.sandbox.addCall({ recordedBy: ANNA });
    expect(await stack.sync({ hours: 24 })).toMatchObject({ skipped: 1 });
    await stack.addRep(ANNA.name, ANNA.email);
    expect(await stack.sync({ hours: 24 })).toMatchObject({ imported: 1 });
    expect(
      await stack.deps.db.prisma.recording.findFirst({ select: { decision: true, reason: true } }),
    ).toEqual({
      decision: "imported",
      reason: null,
    });
  });

  it("keeps the calls of a rep who was archived, and never replaces a rep that a person chose", async () => {
    const now = new Date();
    await using stack = await createTestStack({ sandbox: { world: emptyWorld(), now: () => now } });
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    const bram = await stack.addRep("Bram", "bram@zonnewende.example");
    const first = stack.sandbox.addCall({ recordedBy: ANNA });
    const second = stack.sandbox.addCall({ recordedBy: ANNA });
    await stack.sync({ hours: 24 });
    const { prisma } = stack.deps.db;
    await prisma.call.update({
      where: { recordingId: second.recordingId },
      data: { salesRepId: bram, matchedBy: "manual" },
    });
    stack.sandbox.editCall(second.recordingId, { title: "Nieuwe titel" });
    expect(await stack.sync({ hours: 24 })).toMatchObject({ updated: 1 });
    expect(await prisma.call.findUnique({ where: { recordingId: second.recordingId } })).toMatchObject({
      salesRepId: bram,
      matchedBy: "manual",
      title: "Nieuwe titel",
    });

    await (await stack.caller()).salesReps.archive({ id: anna });
    expect(await stack.sync({ hours: 24 })).toMatchObject({ skippedByReason: { unchanged: 2 } });
    expect(await prisma.call.count()).toBe(2);
    expect(await prisma.recording.findUnique({ where: { recordingId: first.recordingId } })).toMatchObject({
      decision: "imported",
    });
  });

  it("syncs one rep alone, under every spelling of the address", async () => {
    const now = new Date();
    await using stack = await createTestStack({ sandbox: { world: emptyWorld(), now: () => now } });
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    await stack.addRep("Bram", "bram@zonnewende.example");
    stack.sandbox.addCall({ recordedBy: { email: "ANNA@Zonnewende.Example" } });
    stack.sandbox.addCall({ recordedBy: { email: "bram@zonnewende.example" } });
    const result = await stack.sync({ salesRepEmail: "anna@ZONNEWENDE.example" });
    expect(result).toMatchObject({ kind: "rep", salesRepName: "Anna", processed: 1, imported: 1 });
    expect(await stack.deps.db.prisma.call.findMany({ select: { salesRepId: true } })).toEqual([
      { salesRepId: anna },
    ]);
    expect((await loadSettings(stack.deps)).watermark).toBeNull();
  });

  it("moves the watermark only after a complete walk, and overlaps the next window", async () => {
    let now = new Date("2026-11-20T10:00:00Z");
    await using stack = await createTestStack({
      sandbox: { world: emptyWorld(), now: () => now },
      clock: { now: () => now, sleep: async () => undefined },
    });
    await stack.addRep(ANNA.name, ANNA.email);
    for (let index = 0; index < 25; index++) stack.sandbox.addCall({ recordedBy: ANNA });

    stack.sandbox.faults.always("status_500");
    expect(await stack.sync()).toMatchObject({ status: "failed", failureCode: "unavailable" });
    expect((await loadSettings(stack.deps)).watermark).toBeNull();

    stack.sandbox.faults.clear();
    const healed = await stack.sync();
    expect(healed).toMatchObject({ status: "succeeded", imported: 25 });
    expect((await loadSettings(stack.deps)).watermark).toEqual(healed.windowTo);

    now = new Date(now.getTime() + HOUR);
    const next = await stack.sync();
    expect(next.windowFrom).toEqual(new Date(healed.windowTo.getTime() - 24 * HOUR));
    expect((await loadSettings(stack.deps)).watermark).toEqual(next.windowTo);
  });

  it("counts a recording once that comes twice in one walk", async () => {
    const now = new Date();
    await using stack = await createTestStack({ sandbox: { world: emptyWorld(), now: () => now } });
    await stack.addRep(ANNA.name, ANNA.email);
    for (let index = 0; index < 25; index++) stack.sandbox.addCall({ recordedBy: ANNA });
    stack.sandbox.faults.next("duplicate_item");
    stack.sandbox.faults.next("duplicate_page");
    const result = await stack.sync({ hours: 24 });
    expect(result).toMatchObject({ status: "succeeded", processed: 25, imported: 25 });
  });

  it("includes the instants at both ends of a window", async () => {
    const now = new Date("2026-11-20T10:00:00Z");
    const from = new Date("2026-11-18T09:00:00Z");
    const to = new Date("2026-11-18T10:00:00Z");
    const at = (createdAt: Date) => makeCall({ recordedBy: ANNA, createdAt }, now, []);
    const recordings = [
      at(from),
      at(to),
      at(new Date(from.getTime() - 1000)),
      at(new Date(to.getTime() + 1000)),
    ];
    await using stack = await createTestStack({
      sandbox: { world: createWorld({ recordings }), now: () => now },
    });
    await stack.addRep(ANNA.name, ANNA.email);
    expect(await stack.sync({ from, to })).toMatchObject({ processed: 2, imported: 2 });
  });

  it("lets only one run be active: twenty requests at once make one run", async () => {
    await using stack = await createTestStack();
    const caller = await stack.caller();
    const requested = await Promise.all(Array.from({ length: 20 }, () => caller.sync.run({ hours: 24 })));
    expect(new Set(requested.map((run) => run.runId)).size).toBe(1);
    expect(requested.filter((run) => !run.alreadyRunning)).toHaveLength(1);
  });
});
