import { createWorld } from "@koppeling/sandbox/create-world";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { callOverHttp } from "@koppeling/testing/call-over-http";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { requestReconcile } from "../reconcile/request-reconcile";
import { hashAccount } from "../settings/hash-account";
import { requestSync } from "./request-sync";
import { scheduleSyncJob } from "./schedule-sync.job";

const HOUR = 3_600_000;
const now = new Date("2026-11-20T10:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * HOUR);
const NOBODY = "00000000-0000-4000-8000-000000000000";

let stack: TestStack;
let caller: Awaited<ReturnType<TestStack["caller"]>>;
beforeAll(async () => {
  stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), now: () => now },
    clock: { now: () => now, sleep: async () => undefined },
  });
  caller = await stack.caller();
  // These tests are about what is asked for; what a run does is told in sync-calls.test.ts.
  stack.deps.jobs.send = async () => undefined;
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(() =>
  stack.deps.db.pool.query("TRUNCATE sync_runs, audit_logs, sales_reps, system_settings CASCADE"),
);

const endRuns = () =>
  stack.deps.db.pool.query(
    "UPDATE sync_runs SET status = 'succeeded', finished_at = now() WHERE status = 'queued'",
  );
const audited = async () =>
  (
    await stack.deps.db.prisma.auditLog.findMany({
      where: { action: { startsWith: "sync." } },
      orderBy: { createdAt: "asc" },
      select: { action: true, subject: true },
    })
  ).map(({ action, subject }) => [action, subject]);

describe("sync.run", () => {
  it("answers at once with the run, and with the same one while it is active", async () => {
    const first = await caller.sync.run();
    expect(first).toMatchObject({ status: "queued", alreadyRunning: false });
    expect(await caller.sync.run({ hours: 24 })).toEqual({ ...first, alreadyRunning: true });
    expect(await audited()).toEqual([["sync.run", first.runId]]);
    expect(await caller.sync.status({ runId: first.runId })).toMatchObject({
      status: "queued",
      kind: "incremental",
      trigger: "manual",
      windowFrom: hoursAgo(720),
      windowTo: now,
      requestedBy: "admin",
      message: "De sync staat klaar om te beginnen.",
    });
  });

  it.each([24, 168, 720] as const)("takes a window of %d hours", async (hours) => {
    const { runId } = await caller.sync.run({ hours });
    expect(await caller.sync.status({ runId })).toMatchObject({
      kind: "window",
      hours,
      windowFrom: hoursAgo(hours),
      windowTo: now,
    });
  });

  it("takes a window from one instant to another, and one rep's calls of thirty days", async () => {
    const { runId } = await caller.sync.run({ from: hoursAgo(50), to: hoursAgo(40) });
    expect(await caller.sync.status({ runId })).toMatchObject({
      kind: "window",
      hours: null,
      windowFrom: hoursAgo(50),
      windowTo: hoursAgo(40),
    });
    await endRuns();
    const rep = await stack.addRep("Anna", "anna@z.example");
    const run = await caller.sync.run({ salesRepId: rep });
    expect(await caller.sync.status({ runId: run.runId })).toMatchObject({
      kind: "rep",
      salesRepName: "Anna",
      windowFrom: hoursAgo(720),
    });
  });

  it.each([
    ["hours that no screen has", { hours: 25 }, "hours"],
    ["an end before its start", { from: hoursAgo(1), to: hoursAgo(2) }, "from"],
    ["an end without a start", { to: hoursAgo(2) }, "from"],
    ["hours and a start", { hours: 24, from: hoursAgo(2) }, "hours"],
    ["a start before there was a Fathom", { from: new Date("1999-01-01") }, "from"],
    ["a start that is no time", { from: "yesterday" }, "from"],
    ["a rep that is no id", { salesRepId: "anna" }, "salesRepId"],
  ])("refuses %s, and says where", async (_name, input, field) => {
    const user = await caller.users.me();
    const context = { deps: stack.deps, user, locale: "nl" as const, ipAddress: null, requestId: "r" };
    const answer = await callOverHttp(context, "sync.run", input, { kind: "mutation" });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.error?.data.fieldErrors as object)).toEqual([field]);
    expect(await stack.deps.db.prisma.syncRun.count()).toBe(0);
  });

  it("does not know a rep that is not there", async () => {
    await expect(caller.sync.run({ salesRepId: NOBODY })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await stack.deps.db.prisma.syncRun.count()).toBe(0);
  });
});

describe("the audit log", () => {
  it("has whoever asked for a run, by whatever way, and not the schedule", async () => {
    const { deps } = stack;
    for (const trigger of ["cli", "cron", "schedule", "manual"] as const) {
      const actor = trigger === "cron" ? { userId: null, ipAddress: "203.0.113.9" } : undefined;
      await requestSync(deps, { trigger, actor });
      await endRuns();
    }
    await requestReconcile(deps, { trigger: "cli" });
    expect(
      await deps.db.prisma.auditLog.findMany({
        orderBy: { createdAt: "asc" },
        select: { action: true, details: true, ipAddress: true },
      }),
    ).toEqual([
      { action: "sync.run", details: { trigger: "cli" }, ipAddress: null },
      { action: "sync.run", details: { trigger: "cron" }, ipAddress: "203.0.113.9" },
      { action: "sync.run", details: { trigger: "manual" }, ipAddress: null },
      { action: "reconcile.run", details: { trigger: "cli" }, ipAddress: null },
    ]);
  });
});

describe("sync.replay and sync.cancel", () => {
  it("make a new run over the same window, once the other one has ended", async () => {
    const { runId } = await caller.sync.run({ from: hoursAgo(50), to: hoursAgo(40) });
    expect(await caller.sync.replay({ runId })).toEqual({ runId, status: "queued", alreadyRunning: true });
    expect(await caller.sync.cancel({ runId })).toEqual({ runId, status: "cancelled" });
    const replayed = await caller.sync.replay({ runId });
    expect(replayed.runId).not.toBe(runId);
    expect(await caller.sync.status({ runId: replayed.runId })).toMatchObject({
      trigger: "replay",
      windowFrom: hoursAgo(50),
      windowTo: hoursAgo(40),
    });
    expect(await audited()).toEqual([
      ["sync.run", runId],
      ["sync.cancel", runId],
      ["sync.replay", replayed.runId],
    ]);
  });

  it("say how a run stands that has ended already, and do not know one that is not there", async () => {
    const { runId } = await caller.sync.run();
    await endRuns();
    expect(await caller.sync.cancel({ runId })).toEqual({ runId, status: "succeeded" });
    for (const ask of [caller.sync.cancel, caller.sync.replay, caller.sync.status]) {
      await expect(ask({ runId: NOBODY })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(ask({ runId: "1" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    }
  });
});

describe("sync.history", () => {
  it("pages through all runs, newest first, each once, also those of one instant", async () => {
    const rep = await stack.addRep("Anna", "anna@z.example");
    await stack.deps.db.pool.query(
      `INSERT INTO sync_runs (kind, trigger, status, window_from, window_to, created_at, sales_rep_id)
       SELECT 'window', 'cli', 'succeeded', now(), now(), '2026-01-01T00:00:00Z'::timestamptz + (n / 10) * interval '1 second',
         CASE WHEN n % 5 = 0 THEN $1::uuid END FROM generate_series(1, 45) n`,
      [rep],
    );
    const walk = async (salesRepId?: string) => {
      const seen: { runId: string; createdAt: Date }[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof caller.sync.history>> = await caller.sync.history({
          limit: 7,
          cursor,
          salesRepId,
        });
        seen.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor);
      return seen;
    };
    const all = await walk();
    expect(all).toHaveLength(45);
    expect(new Set(all.map((run) => run.runId)).size).toBe(45);
    const times = all.map((run) => run.createdAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(await walk(rep)).toHaveLength(9);
    expect(await caller.sync.history({ cursor: NOBODY })).toEqual({ items: [], nextCursor: null });
  });
});

describe("the schedule", () => {
  const runSchedule = () =>
    scheduleSyncJob.handler({
      event: { name: "cron/schedule-sync", data: {} },
      deps: stack.deps,
      log: stack.deps.log,
      jobRun: null,
      isStopping: () => false,
      step: {
        run: (_id, work) => work(0),
        sleep: async () => undefined,
        send: async () => undefined,
      },
    });

  it("asks for a run from the watermark, and is content with the one that is active", async () => {
    await stack.deps.db.pool.query(
      `INSERT INTO system_settings (setting_key, setting_value)
       VALUES ('fathom_sync_watermark', $1), ('fathom_sync_watermark_account', $2)`,
      [hoursAgo(2).toISOString(), hashAccount(stack.deps, stack.deps.config.fathomApiKey ?? "")],
    );
    const first = await runSchedule();
    expect(first).toMatchObject({ alreadyRunning: false });
    expect(await runSchedule()).toEqual({ ...(first as object), alreadyRunning: true });
    const { items } = await caller.sync.history({});
    expect(items).toMatchObject([{ trigger: "schedule", kind: "incremental", windowFrom: hoursAgo(26) }]);
  });

  it("pauses without a key, and after Fathom has refused the key until a person has seen to it", async () => {
    const { config } = stack.deps;
    const key = config.fathomApiKey;
    config.fathomApiKey = null;
    expect(await runSchedule()).toEqual({ skipped: "not configured" });
    config.fathomApiKey = key;
    stack.sandbox.faults.always("revoked_key");
    await caller.fathomSettings.test({});
    expect(await runSchedule()).toEqual({ skipped: "key refused" });
    stack.sandbox.faults.clear();
    await caller.fathomSettings.test({});
    expect(await runSchedule()).toMatchObject({ alreadyRunning: false });
  });
});
