import { type TestStack } from "@koppeling/testing/create-test-stack";
import { stackWithDays } from "@koppeling/testing/stack-with-days";
import { takeRun } from "@koppeling/testing/take-run";
import { describe, expect, it } from "vitest";
import { checkConsistency } from "../health/check-consistency";
import { takeLease } from "../runs/hold-lease";
import { type RunResult } from "../runs/run-result";
import { loadSettings } from "../settings/load-settings";
import { importPages } from "../sync/import-pages";
import { nextWalk, reconcilePlan } from "./next-walk";
import { reconcileJob } from "./reconcile.job";
import { requestReconcile } from "./request-reconcile";
import { runReconcile } from "./run-reconcile";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const BRAM = { name: "Bram", email: "bram@zonnewende.example" };
const now = new Date("2026-11-20T10:00:00Z");

const sumOf = (run: RunResult) => run.imported + run.updated + run.skipped + run.errors;
const heavyRequests = (stack: TestStack) =>
  stack.sandbox.requests.filter((request) => request.query.includes("include_transcript=true"));

async function removeFromLedger(stack: TestStack, ids: readonly bigint[]) {
  await stack.deps.db.pool.query("DELETE FROM calls WHERE recording_id = ANY($1::bigint[])", [ids]);
  await stack.deps.db.pool.query("DELETE FROM recordings WHERE recording_id = ANY($1::bigint[])", [ids]);
}

describe("a reconcile", () => {
  it("asks nothing heavy and changes nothing when nothing differs", async () => {
    await using stack = await stackWithDays(20, now, [ANNA, BRAM]);
    await stack.sync({ hours: 720 });
    const before = heavyRequests(stack).length;
    const { rows } = await stack.deps.db.pool.query("SELECT c::text FROM calls c ORDER BY recording_id");

    const { result, difference } = await runReconcile(stack.deps);

    expect(result).toMatchObject({
      kind: "reconcile",
      status: "succeeded",
      processed: 60,
      imported: 0,
      updated: 0,
    });
    expect(sumOf(result)).toBe(60);
    expect(result.skippedByReason).toMatchObject({ unchanged: 40, no_matching_rep: 20 });
    expect(difference).toMatchObject({
      days: 30,
      inFathom: 60,
      known: 60,
      missing: 0,
      fetched: 0,
      notSeen: 0,
      complete: true,
    });
    expect(heavyRequests(stack)).toHaveLength(before);
    expect(
      (await stack.deps.db.pool.query("SELECT c::text FROM calls c ORDER BY recording_id")).rows,
    ).toEqual(rows);
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });

  it("brings back rows that were deleted, with their content, by walking only the days and recorders of those", async () => {
    await using stack = await stackWithDays(20, now, [ANNA, BRAM]);
    await stack.sync({ hours: 720 });
    const ofAnna = stack.sandbox.world.list(now).filter((call) => call.recordedBy.email === ANNA.email);
    const gone = [ofAnna[2], ofAnna[3], ofAnna[15]].flatMap((call) => (call ? [call.recordingId] : []));
    await removeFromLedger(stack, gone);
    const before = heavyRequests(stack).length;

    const { result, difference } = await runReconcile(stack.deps);

    expect(result).toMatchObject({ status: "succeeded", imported: 3, processed: 60 });
    expect(difference).toMatchObject({ inFathom: 60, known: 57, missing: 3, fetched: 3, notSeen: 0 });
    const back = await stack.deps.db.prisma.call.findMany({
      where: { recordingId: { in: gone } },
      select: { hasTranscript: true, summary: true, transcript: { select: { recordingId: true } } },
    });
    expect(back).toHaveLength(3);
    for (const call of back) {
      expect(call.hasTranscript).toBe(true);
      expect(call.summary).toBeTruthy();
      expect(call.transcript).not.toBeNull();
    }
    const asked = heavyRequests(stack).slice(before);
    expect(asked).toHaveLength(2);
    for (const { query } of asked) expect(query).toContain(encodeURIComponent(ANNA.email));
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });

  it("heals a ledger row whose call is gone, and takes up edits by light requests alone", async () => {
    await using stack = await stackWithDays(3, now, [ANNA, BRAM]);
    await stack.sync({ hours: 720 });
    const [first, second] = stack.sandbox.world
      .list(now)
      .filter((call) => call.recordedBy.email === ANNA.email);
    if (!first || !second) throw new Error("there are no calls");
    await stack.deps.db.pool.query("DELETE FROM calls WHERE recording_id = $1", [first.recordingId]);
    stack.sandbox.editCall(second.recordingId, { title: "Andere titel" });

    const { result } = await runReconcile(stack.deps);

    expect(result).toMatchObject({ imported: 1, updated: 1 });
    expect(
      await stack.deps.db.prisma.call.findUnique({ where: { recordingId: second.recordingId } }),
    ).toMatchObject({ title: "Andere titel", hasTranscript: true });
  });

  it("marks what Fathom no longer shows, keeps it, and unmarks it when it is seen again", async () => {
    await using stack = await stackWithDays(5, now, [ANNA, BRAM]);
    await stack.sync({ hours: 720 });
    const call = stack.sandbox.world.list(now).find(({ recordedBy }) => recordedBy.email === ANNA.email);
    if (!call) throw new Error("there is no call");
    stack.sandbox.removeCall(call.recordingId);

    const { difference } = await runReconcile(stack.deps);

    expect(difference).toMatchObject({ inFathom: 14, notSeen: 1, complete: true });
    const caller = await stack.caller();
    expect((await caller.reconcile.notSeen()).items).toMatchObject([
      { recordingId: call.recordingId.toString(), title: call.title },
    ]);
    expect(await stack.deps.db.prisma.call.count()).toBe(10);
    expect(await caller.reconcile.latest()).toEqual(difference);

    stack.sandbox.world.put(call);
    expect(await stack.sync({ hours: 24 })).toMatchObject({ status: "succeeded" });
    expect((await caller.reconcile.notSeen()).items).toEqual([]);
  });

  it("judges nothing from a listing that did not come to its end, or that could not be read whole", async () => {
    await using stack = await stackWithDays(12, now, [ANNA, BRAM]);
    await stack.sync({ hours: 720 });
    for (const call of stack.sandbox.world.list(now).slice(5, 9)) stack.sandbox.removeCall(call.recordingId);
    const marked = () => stack.deps.db.prisma.recording.count({ where: { notSeenSince: { not: null } } });

    const { runId } = await queueReconcile(stack);
    const lease = await takeRun(stack.deps, runId);
    let pages = 0;
    await importPages(stack.deps, lease, 0, { isStopping: () => pages++ > 1, reconcile: reconcilePlan });
    stack.sandbox.faults.always("status_500");
    await stack.deps.jobs.send({ name: "sync/requested", data: { runId } });
    await stack.deps.db.pool.query("UPDATE sync_runs SET lease_token = NULL WHERE id = $1", [runId]);
    await stack.deps.jobs.send({ name: "sync/requested", data: { runId } });
    await idle(stack);
    expect((await stack.deps.db.prisma.syncRun.findUniqueOrThrow({ where: { id: runId } })).status).toBe(
      "failed",
    );
    expect(await marked()).toBe(0);
    expect(await (await stack.caller()).reconcile.latest()).toBeNull();

    stack.sandbox.faults.clear();
    stack.sandbox.faults.next("odd_item");
    const odd = await runReconcile(stack.deps);
    expect(odd.result.status).toBe("partial");
    expect(odd.difference).toMatchObject({ notSeen: 0, complete: false });
    expect(await marked()).toBe(0);

    expect((await runReconcile(stack.deps)).difference).toMatchObject({ notSeen: 4, complete: true });
    expect(await marked()).toBeGreaterThanOrEqual(4);
  });

  it("goes on where a killed process left it, in the listing and in the fetching", async () => {
    await using stack = await stackWithDays(20, now, [ANNA, BRAM]);
    await stack.sync({ hours: 720 });
    const ofBram = stack.sandbox.world.list(now).filter((call) => call.recordedBy.email === BRAM.email);
    await removeFromLedger(
      stack,
      ofBram.map((call) => call.recordingId),
    );

    const { runId } = await queueReconcile(stack);
    for (let crash = 0; crash < 30; crash++) {
      const lease = await takeLease(stack.deps, runId);
      if (!lease) break;
      let pages = 0;
      const { state } = await importPages(stack.deps, lease, 0, {
        isStopping: () => pages++ > 0,
        reconcile: reconcilePlan,
      });
      // Every decision is done twice, as by a worker that died before its engine heard of it.
      if (state === "walked") {
        const more = await nextWalk(stack.deps, lease);
        expect(await nextWalk(stack.deps, lease)).toBe(more);
        if (!more) break;
      }
      await stack.deps.db.pool.query(
        "UPDATE sync_runs SET heartbeat_at = now() - interval '1 hour', waiting_until = NULL WHERE id = $1",
        [runId],
      );
    }
    await stack.deps.db.pool.query("UPDATE sync_runs SET lease_token = NULL WHERE id = $1", [runId]);
    await stack.deps.jobs.send({ name: "sync/requested", data: { runId } });
    await idle(stack);

    const caller = await stack.caller();
    expect(await caller.sync.status({ runId })).toMatchObject({
      status: "succeeded",
      processed: 60,
      imported: 20,
    });
    expect(await caller.reconcile.latest()).toMatchObject({ missing: 20, fetched: 20, notSeen: 0 });
    expect(await checkConsistency(stack.deps)).toEqual([]);
  });

  it("neither moves the watermark nor counts as a sync, and can be run again over the same days", async () => {
    await using stack = await stackWithDays(3, now, [ANNA, BRAM]);
    const caller = await stack.caller();
    const { runId } = await caller.reconcile.run({ days: 7 });
    await idle(stack);
    const result = await caller.sync.status({ runId });
    expect(result).toMatchObject({ status: "succeeded", imported: 6, lastSyncTime: null });
    expect((await loadSettings(stack.deps)).watermark).toBeNull();
    const replay = await caller.sync.replay({ runId });
    await idle(stack);
    expect(
      await stack.deps.db.prisma.auditLog.findMany({
        where: { subject: { in: [runId, replay.runId] } },
        orderBy: { createdAt: "asc" },
        select: { action: true, details: true, user: { select: { name: true } } },
      }),
    ).toEqual([
      { action: "reconcile.run", details: { trigger: "manual" }, user: { name: "admin" } },
      {
        action: "sync.replay",
        details: { trigger: "replay", replayOf: runId },
        user: { name: "admin" },
      },
    ]);
    expect(await caller.sync.status({ runId: replay.runId })).toMatchObject({
      kind: "reconcile",
      processed: 9,
      imported: 0,
      windowFrom: result.windowFrom,
    });
  });

  it("of the night is still due after one of fewer days, a replay, or one that a wrong clock has dated ahead", async () => {
    await using stack = await stackWithDays(1, new Date(), [ANNA]);
    const { deps } = stack;
    await stack.sync({ hours: 24 });
    deps.clock.now = () => new Date(Date.now() + 86_400_000 / 2);
    const askAtNight = async () => {
      const asked = await reconcileJob.handler({
        event: { name: "cron/reconcile", data: {} },
        deps,
        log: deps.log,
        jobRun: null,
        isStopping: () => false,
        step: { run: (_id, work) => work(0), sleep: async () => undefined, send: async () => undefined },
      });
      await idle(stack);
      return asked;
    };
    const done = { skipped: "done already" };
    const whole = await runReconcile(deps);
    const backdate = "UPDATE sync_runs SET created_at = now() - interval '3 days' WHERE id = $1";
    await deps.db.pool.query(backdate, [whole.result.runId]);

    const small = await runReconcile(deps, { days: 1 });
    await (await stack.caller()).sync.replay({ runId: whole.result.runId });
    await idle(stack);
    const ahead = "UPDATE sync_runs SET created_at = now() + interval '300 days' WHERE id = $1";
    await deps.db.pool.query(ahead, [small.result.runId]);
    expect(await askAtNight()).not.toEqual(done);

    // As of a moment after the next 03:17.
    await deps.db.pool.query("UPDATE sync_runs SET created_at = $1 WHERE kind = 'reconcile'", [
      deps.clock.now(),
    ]);
    expect(await askAtNight()).toEqual(done);
  });

  it("is an admin's to start", async () => {
    await using stack = await stackWithDays(0, now, [ANNA, BRAM]);
    await expect((await stack.caller("viewer")).reconcile.run()).rejects.toMatchObject({
      message: "not_allowed",
    });
  });
});

/** A run whose event nobody hears. */
async function queueReconcile(stack: TestStack) {
  const { send } = stack.deps.jobs;
  stack.deps.jobs.send = async () => undefined;
  const requested = await requestReconcile(stack.deps, { trigger: "schedule" });
  stack.deps.jobs.send = send;
  return requested;
}

const idle = (stack: TestStack) => (stack.deps.jobs as unknown as { idle(): Promise<void> }).idle();
