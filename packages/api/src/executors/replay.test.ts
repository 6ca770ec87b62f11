import { renderMeeting } from "@koppeling/sandbox/render-meeting";
import { deliverWebhook } from "@koppeling/testing/deliver-webhook";
import { driveRun, startRegistry } from "@koppeling/testing/inngest-server";
import {
  ANNA,
  drive,
  FUNCTION,
  requestOf,
  rerun,
  serveFunctions,
  type Served,
  SIGNING_KEY,
} from "@koppeling/testing/serve-functions";
import { describe, expect, it } from "vitest";
import { cancelRun } from "../features/runs/end-run";
import { resumeEvent } from "../features/runs/hold-lease";
import { jobs } from "../jobs";

const EVERYTHING = { transcript: true, summary: true, actionItems: true, crmMatches: false };

/** Calls that somebody deleted by hand: a replay brings them back, and nothing else does. */
const deleteCalls = (served: Served) => served.stack.deps.db.pool.query("DELETE FROM calls");
const countCalls = (served: Served) => served.stack.deps.db.prisma.call.count();
const listRuns = async (served: Served) => (await (await served.stack.caller()).sync.history({})).items;
const send = (served: Served, event: Parameters<typeof driveRun>[1]["event"], functionId = "sync-calls") =>
  driveRun(served.url, { ...FUNCTION, functionId: `fathom-koppeling-${functionId}`, event });

describe("a rerun at the engine", () => {
  it.each([undefined, "open-run", "import-pages-1", "finish-run"])(
    "of a sync that has ended is a new run over the same window (from the step: %s)",
    async (fromStep) => {
      await using served = await serveFunctions(25);
      const runId = await served.queueRun();
      const first = await drive(served, runId);
      expect(first.result).toMatchObject({
        state: "complete",
        runId,
        imported: 25,
        pages: 3,
        replayOf: null,
      });
      await deleteCalls(served);

      const again = await rerun(served, first, fromStep);
      expect(again).toMatchObject({
        failed: false,
        result: { state: "complete", status: "succeeded", processed: 25, imported: 25, replayOf: runId },
      });
      expect(await countCalls(served)).toBe(25);
      const [replay, original, ...others] = await listRuns(served);
      expect(others).toEqual([]);
      expect(again.result).toMatchObject({ runId: replay?.runId });
      expect(replay).toMatchObject({
        ...{ trigger: "replay", replayOf: runId, replayedByEngine: true, jobRun: again.id },
        ...{ windowFrom: original?.windowFrom, windowTo: original?.windowTo },
      });
      expect(original).toMatchObject({ runId, jobRun: first.id, imported: 25, replayedByEngine: false });
    },
  );

  it("of a sync that failed goes through once Fathom is back", async () => {
    await using served = await serveFunctions(12);
    served.stack.sandbox.faults.always("revoked_key");
    const runId = await served.queueRun();
    const failed = await drive(served, runId);
    expect(failed.failed).toBe(true);
    served.stack.sandbox.faults.clear();
    for (const fromStep of [undefined, "import-pages-1"])
      expect((await rerun(served, failed, fromStep)).result).toMatchObject({
        processed: 12,
        replayOf: runId,
      });
    expect(await countCalls(served)).toBe(12);
    expect((await listRuns(served)).map(({ status }) => status)).toEqual([
      "succeeded",
      "succeeded",
      "failed",
    ]);
  });

  it("of a sync that was stopped before the engine came to it replays it, and its first run does not", async () => {
    await using served = await serveFunctions(12);
    const runId = await served.queueRun();
    await cancelRun(served.stack.deps, runId);
    const first = await drive(served, runId);
    expect(first.result).toMatchObject({ state: "it had ended before", status: "cancelled", runId });
    expect(served.stack.sandbox.requests).toHaveLength(0);
    expect((await rerun(served, first)).result).toMatchObject({ status: "succeeded", imported: 12 });
  });

  it("waits for the run that is under way", async () => {
    await using served = await serveFunctions(12);
    const first = await drive(served, await served.queueRun());
    const second = await served.queueRun();
    const again = await rerun(served, first);
    expect(again.failed).toBe(true);
    expect(again.error?.message).toContain(second);
    expect(again.steps.filter(({ op }) => op === "StepError").length).toBeGreaterThan(1);
    expect(await listRuns(served)).toHaveLength(2);
  });

  it("is not what only resumes: it leaves a run alone that has ended, as the second half of a late one does", async () => {
    await using served = await serveFunctions(12);
    const runId = await served.queueRun();
    const first = await drive(served, runId);
    const resumed = await send(served, resumeEvent(runId));
    expect(resumed).toMatchObject({
      failed: false,
      result: { state: "it had ended before", runId, imported: 12 },
    });
    expect((await rerun(served, resumed, "open-run")).result).toMatchObject({ state: "it had ended before" });
    // The engine's own retry of a run that somebody else finished meanwhile.
    const late = await driveRun(served.url, {
      ...FUNCTION,
      event: requestOf(runId),
      rerun: { run: first, fromStep: "import-pages-1", sameRun: true },
    });
    expect(late.result).toMatchObject({ state: "it had ended before" });
    expect(await listRuns(served)).toHaveLength(1);
  });

  it("of a delivery processes it again, parked ones too, and what only resumes does not", async () => {
    await using served = await serveFunctions(0);
    const { deps, sandbox } = served.stack;
    deps.jobs.send = async () => undefined;
    const call = sandbox.addCall({ recordedBy: ANNA });
    const body = renderMeeting(call, EVERYTHING, new Date(Date.now() + 1e9));
    await deliverWebhook(deps, { id: "msg_1", body });
    const event = { name: "webhook/received", id: "webhook-received-msg_1", data: { webhookId: "msg_1" } };
    const first = await send(served, event, "process-webhook");
    expect(first.result).toMatchObject({ webhookId: "msg_1", status: "processed", outcome: "imported" });
    await deleteCalls(served);
    const resumed = { name: event.name, data: { webhookId: "msg_1", resume: true } };
    expect((await send(served, resumed, "process-webhook")).result).toMatchObject({ state: "nothing to do" });
    expect(await countCalls(served)).toBe(0);

    const again = () =>
      driveRun(served.url, {
        ...FUNCTION,
        functionId: "fathom-koppeling-process-webhook",
        event,
        rerun: { run: first },
      });
    expect((await again()).result).toMatchObject({
      state: "processed",
      recordingId: call.recordingId.toString(),
    });
    expect(await countCalls(served)).toBe(1);
    await deps.db.pool.query("UPDATE webhook_events SET status = 'parked', last_error = 'x'");
    expect((await again()).result).toMatchObject({ status: "processed", outcome: "unchanged", attempts: 1 });
    await deps.db.pool.query("UPDATE webhook_events SET body = NULL");
    const gone = await again();
    expect(gone).toMatchObject({
      failed: true,
      error: { message: expect.stringContaining("is kept") as string },
    });
  });
});

describe("a function that is called by hand", () => {
  const byHand = (data: Record<string, string>) => ({ name: "inngest/function.invoked", data });

  it("replays the run that it is given, and processes a run that waits", async () => {
    await using served = await serveFunctions(12);
    const runId = await served.queueRun();
    expect((await send(served, byHand({ runId }))).result).toMatchObject({
      state: "complete",
      runId,
      imported: 12,
    });
    expect((await send(served, byHand({ runId }))).result).toMatchObject({
      state: "complete",
      replayOf: runId,
    });
  });

  it.each([
    ["sync-calls", {}, "runId"],
    ["sync-calls", { runId: "x" }, "runId"],
    ["sync-calls", { runId: "00000000-0000-4000-8000-000000000000" }, "There is no sync run"],
    ["process-webhook", {}, "webhookId"],
    ["process-webhook", { webhookId: "x" }, "There is no delivery"],
  ])("%s says at once what its data %j lacks", async (functionId, data, sentence) => {
    await using served = await serveFunctions(0);
    const run = await send(served, byHand(data), functionId);
    expect(run.failed).toBe(true);
    expect(run.error?.message).toContain(sentence);
    expect(run.stored).toHaveLength(run.steps.length + 1);
    expect(run.steps.length).toBeLessThanOrEqual(1);
  });
});

describe("an idle minute", () => {
  it("has one cron, which sends nothing where there is nothing to do, and each job its event where there is", async () => {
    await using registry = await startRegistry(SIGNING_KEY);
    await using served = await serveFunctions(5, { baseUrl: registry.url });
    const { deps } = served.stack;
    const everyMinute = jobs.filter((job) =>
      job.triggers(deps.config).some((trigger) => "cron" in trigger && trigger.cron === "* * * * *"),
    );
    expect(everyMinute.map(({ id }) => id)).toEqual(["heartbeat"]);

    const beat = async () => {
      registry.events.length = 0;
      const run = await send(served, { name: "inngest/scheduled.timer", data: {} }, "heartbeat");
      expect(run.failed).toBe(false);
      return registry.events.map(({ name }) => name);
    };
    expect(await beat()).toEqual(["rematch/due"]);
    await send(served, { name: "rematch/due", data: {} }, "rematch");
    expect(await beat()).toEqual([]);

    const first = await drive(served, await served.queueRun());
    expect(first.failed).toBe(false);
    await deps.db.pool.query(
      `INSERT INTO call_content (recording_id, state, next_at)
       SELECT recording_id, 'awaited', now() - interval '1 hour' FROM calls
       ON CONFLICT (recording_id) DO UPDATE SET state = 'awaited', next_at = excluded.next_at`,
    );
    await deps.db.pool.query(
      "INSERT INTO webhook_events (webhook_id, sent_at, received_at, due_at) VALUES ('msg_1', now(), now(), now() - interval '1 hour')",
    );
    await deps.db.pool.query(
      "UPDATE sync_runs SET status = 'running', finished_at = NULL, heartbeat_at = now() - interval '1 hour', created_at = now() - interval '1 hour'",
    );
    expect(await beat()).toEqual([
      "resume-runs/due",
      "sweep-webhooks/due",
      "refresh-content/due",
      "index-search/due",
    ]);
    await send(served, { name: "resume-runs/due", data: {} }, "resume-runs");
    expect(registry.events.at(-1)).toMatchObject({ name: "sync/requested", data: { resume: true } });
  });

  it("says which job's work could not be found, and tells the others all the same", async () => {
    await using registry = await startRegistry(SIGNING_KEY);
    await using served = await serveFunctions(0, { baseUrl: registry.url });
    const { pool } = served.stack.deps.db;
    await pool.query("ALTER TABLE call_search_queue RENAME TO elsewhere");
    const run = await send(served, { name: "inngest/scheduled.timer", data: {} }, "heartbeat");
    expect(run).toMatchObject({
      failed: true,
      error: { message: expect.stringContaining("index-search") as string },
    });
    expect(registry.events.map(({ name }) => name)).toEqual(["rematch/due"]);
  });
});
