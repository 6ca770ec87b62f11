import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { InngestTestEngine } from "@inngest/test";
import { duringPage } from "@koppeling/testing/during-page";
import {
  cancelledEvent,
  driveFailure,
  driveRun,
  signBody,
  signedPost,
  startRegistry,
  UNREACHABLE,
} from "@koppeling/testing/inngest-server";
import {
  drive,
  FUNCTION,
  ORIGIN,
  requestOf,
  serveExecutor,
  serveFunctions,
  SIGNING_KEY,
} from "@koppeling/testing/serve-functions";
import { takeRun } from "@koppeling/testing/take-run";
import { describe, expect, it } from "vitest";
import { loadDifference } from "../features/reconcile/load-difference";
import { hashApiKey } from "../features/settings/hash-api-key";
import { reconcilePlan } from "../features/reconcile/next-walk";
import { requestReconcile } from "../features/reconcile/request-reconcile";
import { importPages } from "../features/sync/import-pages";
import { type JobEvent } from "../job";
import { jobs } from "../jobs";

const asker = (address: string) => ({ address, directPeer: address });

describe("the Inngest executor, over its own protocol", () => {
  it("runs a sync step by step to the same rows", async () => {
    await using served = await serveFunctions(25);
    const runId = await served.queueRun();
    const run = await drive(served, runId);
    expect(run).toMatchObject({ failed: false, result: { state: "complete" } });
    expect(run.steps.map((step) => step.op)).not.toContain("StepError");
    const result = await (await served.stack.caller()).sync.status({ runId });
    expect(result).toMatchObject({ status: "succeeded", processed: 25, imported: 25, page: 3 });
    expect(await served.stack.deps.db.prisma.call.count()).toBe(25);
  });

  it("finishes the page in hand before it stops, and sends the run for another replica", async () => {
    await using registry = await startRegistry(SIGNING_KEY);
    await using served = await serveFunctions(25, { baseUrl: registry.url });
    const { deps, sandbox } = served.stack;
    const runId = await served.queueRun();
    deps.jobs.send = (event) => served.executor.send(event);
    const driven = drive(served, runId);
    while (!sandbox.requests.some(({ path }) => path.endsWith("/meetings"))) await deps.clock.sleep(2);
    await served.executor.stop();
    expect(await deps.db.prisma.syncRun.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
      status: "running",
      page: 1,
    });
    expect(await driven).toMatchObject({ failed: false, result: { state: "left to the next process" } });
    expect(await deps.db.prisma.call.count()).toBe(10);

    expect(registry.events).toMatchObject([{ name: "sync/requested", data: { runId, resume: true } }]);
    const [resume] = registry.events;
    await using replica = await serveExecutor(deps);
    const run = await driveRun(replica.url, { ...FUNCTION, event: { ...requestOf(runId), ...resume } });
    expect(run.result).toMatchObject({ state: "complete", runId, processed: 25, pages: 3 });
  });

  it("sleeps at the engine however long Fathom makes a run wait", async () => {
    await using served = await serveFunctions(12);
    const { deps, sandbox } = served.stack;
    const keyHash = hashApiKey(deps, SANDBOX_API_KEY);
    await deps.db.pool.query(
      "INSERT INTO rate_budgets (key_hash, request_class, taken, refusals) VALUES ($1, 'heavy', '{}', 3)",
      [keyHash],
    );
    sandbox.faults.next("status_429_seconds", 1, { seconds: 86_400 });
    const waits: unknown[] = [];
    const run = await drive(served, await served.queueRun(), (op) => {
      if (op.op === "WaitForEvent") waits.push(op.opts);
    });
    expect(waits).toMatchObject([{ timeout: "8m" }]);
    expect(run.result).toMatchObject({ state: "complete", imported: 12 });
  });

  it("reconciles step by step: a listing, then what is missing", async () => {
    await using served = await serveFunctions(25);
    const { deps } = served.stack;
    await drive(served, await served.queueRun());
    await deps.db.pool.query(
      "DELETE FROM calls WHERE recording_id IN (SELECT recording_id FROM calls LIMIT 3)",
    );
    const { runId } = await requestReconcile(deps, { trigger: "schedule" });
    const run = await drive(served, runId);
    expect(run).toMatchObject({ failed: false, result: { state: "complete" } });
    expect(run.steps.map((step) => step.name)).toContain("next-walk-1");
    expect(await deps.db.prisma.call.count()).toBe(25);
    expect(await loadDifference(deps, runId)).toMatchObject({
      inFathom: 25,
      missing: 3,
      fetched: 3,
      notSeen: 0,
    });
  });

  it("tries a failed step again, and ends the run with a reason when it goes on failing", async () => {
    await using served = await serveFunctions(25);
    served.stack.sandbox.faults.next("status_502", 2);
    const healed = await served.queueRun();
    const run = await drive(served, healed);
    expect(run.failed).toBe(false);
    expect(run.steps.filter((step) => step.op === "StepError")).toHaveLength(2);
    expect(await (await served.stack.caller()).sync.status({ runId: healed })).toMatchObject({
      status: "succeeded",
      imported: 25,
    });

    served.stack.sandbox.faults.always("status_502");
    const failing = await served.queueRun();
    const failed = await drive(served, failing);
    expect(failed.failed).toBe(true);
    await driveFailure(served.url, FUNCTION, failed);
    expect(await (await served.stack.caller()).sync.status({ runId: failing })).toMatchObject({
      status: "failed",
      failureCode: "unavailable",
    });
  });

  it("leaves a run open that the engine gave up since it could not reach us, and goes on from its page", async () => {
    await using registry = await startRegistry(SIGNING_KEY);
    await using served = await serveFunctions(25, { baseUrl: registry.url });
    const { deps } = served.stack;
    const runId = await served.queueRun();
    deps.jobs.send = (event) => served.executor.send(event);
    const lease = await takeRun(deps, runId);
    let pages = 0;
    await importPages(deps, lease, 0, { reconcile: reconcilePlan, isStopping: () => pages++ > 0 });
    const gaveUp = await driveRun("http://127.0.0.1:1/api/inngest", { ...FUNCTION, event: requestOf(runId) });
    expect(gaveUp).toMatchObject({ failed: true, error: UNREACHABLE });

    // Somebody works on it, or did a moment ago.
    await driveFailure(served.url, FUNCTION, gaveUp);
    expect(registry.events).toEqual([]);
    await deps.db.pool.query(
      "UPDATE sync_runs SET created_at = now() - interval '1 hour', heartbeat_at = now() - interval '2 minutes'",
    );
    await driveFailure(served.url, FUNCTION, gaveUp);
    const open = await (await served.stack.caller()).sync.status({ runId });
    expect(open).toMatchObject({ status: "running", failureCode: null, page: 1 });
    expect(registry.events).toMatchObject([{ name: "sync/requested", data: { runId, resume: true } }]);

    const [resume] = registry.events;
    if (!resume) throw new Error("nothing was sent");
    const run = await driveRun(served.url, { ...FUNCTION, event: { name: resume.name, data: resume.data } });
    expect(run.result).toMatchObject({ state: "complete", runId, processed: 25, imported: 25, pages: 3 });
  });

  it("ends a run here that is cancelled there, at once, and no other", async () => {
    await using served = await serveFunctions(25);
    const { deps } = served.stack;
    const note = async (run: { id: string; event: JobEvent }) => {
      const event = cancelledEvent({ ...run, functionId: FUNCTION.functionId });
      return await driveRun(served.url, {
        ...FUNCTION,
        functionId: "fathom-koppeling-note-cancelled",
        event,
      });
    };
    const runId = await served.queueRun();
    const row = () => deps.db.prisma.syncRun.findUniqueOrThrow({ where: { id: runId } });
    const during: unknown[] = [];
    duringPage(served.stack, 2, async () => {
      const event = requestOf(runId);
      during.push((await note({ id: "a run that was taken over", event })).result, (await row()).status);
      during.push((await note({ id: (await row()).jobRun ?? "", event })).result, (await row()).status);
    });
    await drive(served, runId);
    expect(during).toMatchObject([
      ...[{ ended: false }, "running"],
      ...[{ ended: true, runId, pages: 1 }, "cancelled"],
    ]);
    const caller = await served.stack.caller("admin", "en");
    const result = await caller.sync.status({ runId });
    expect(result).toMatchObject({ status: "cancelled", page: 1, imported: 10 });
    expect(result.message).toMatch(/^Cancelled at Inngest\./);
    expect(await deps.db.prisma.auditLog.count({ where: { action: "sync.cancel", subject: runId } })).toBe(1);

    const next = await served.queueRun();
    expect(next).not.toBe(runId);
    const queued = { id: "never began", event: requestOf(next) };
    expect(
      (await note({ ...queued, event: { name: "webhook/received", data: { webhookId: "x" } } })).result,
    ).toEqual({ ended: false });
    expect((await note(queued)).result).toMatchObject({ ended: true, runId: next });
  });

  it("leaves a wait that Fathom names to the engine, which ends it early when it is told of that run", async () => {
    await using served = await serveFunctions(25);
    served.stack.sandbox.faults.next("status_429_seconds", 1, { seconds: 86_400 });
    const runId = await served.queueRun();
    const ops: unknown[] = [];
    const run = await drive(served, runId, (op) => void (op.op === "WaitForEvent" && ops.push(op)));
    expect(run.failed).toBe(false);
    expect(ops).toMatchObject([
      { name: "sync/wait-ended", opts: { if: "event.data.runId == async.data.runId", timeout: "1m" } },
    ]);
    expect(await (await served.stack.caller()).sync.status({ runId })).toMatchObject({ status: "succeeded" });
  });

  it("gives up at once on a refused key, without trying the step again", async () => {
    await using served = await serveFunctions(5);
    served.stack.sandbox.faults.always("revoked_key");
    const run = await drive(served, await served.queueRun());
    expect(run.failed).toBe(true);
    expect(served.stack.sandbox.requests).toHaveLength(1);
  });

  it("keeps no key, payload or call out of the database in what the server stores", async () => {
    await using served = await serveFunctions(12);
    const reported: unknown[] = [];
    const run = await drive(served, await served.queueRun(), (op) => reported.push(op));
    expect(reported.length).toBeGreaterThanOrEqual(3);
    const text = JSON.stringify([reported, run.result]);
    expect(text).not.toContain("sandbox-4jmc");
    expect(text).not.toContain("Kennismaking");
    expect(text.length).toBeLessThan(4_000);
  });

  it("answers 401 to a request that is not signed, or signed with another key", async () => {
    await using served = await serveFunctions(0);
    const body = {
      version: 2,
      event: { name: "sync/requested", data: {} },
      events: [],
      steps: {},
      ctx: { run_id: "x", attempt: 0 },
    };
    const url = `${served.url}?fnId=fathom-koppeling-sync-calls&stepId=step`;
    const unsigned = await fetch(url, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    expect(unsigned.status).toBe(401);
    expect((await signedPost(url, `signkey-test-${"ffff".repeat(16)}`, body)).status).toBe(401);
    expect(served.stack.sandbox.requests).toHaveLength(0);
  });

  it("reads nothing of what cannot be a signature, or is not of now", async () => {
    await using served = await serveFunctions(0);
    const old = Math.floor(Date.now() / 1000) - 301;
    for (const signature of [
      ...[
        "x",
        `t=1&s=${"ab".repeat(32)}`,
        `t=${old}&s=${"ab".repeat(32)}`,
        `t=${old + 602}&s=${"ab".repeat(32)}`,
      ],
      ...[`t=${old + 301}&s=abcd`, `t=${old + 301}&s=${"ab".repeat(33)}`, `s=${"ab".repeat(32)}`],
    ]) {
      const request = new Request(served.url, {
        method: "POST",
        headers: { "x-inngest-signature": signature },
        body: "{",
      });
      expect((await served.executor.answer(request, asker("203.0.113.9"))).status, signature).toBe(401);
      expect(request.bodyUsed, signature).toBe(false);
    }
  });

  it("tells an address of many wrong signatures to wait before it parses, and goes on with who signed", async () => {
    await using served = await serveFunctions(5);
    const wrong = (address: string) => {
      const request = new Request(`${served.url}?fnId=x&stepId=step`, {
        method: "POST",
        headers: { "x-inngest-signature": signBody(`signkey-test-${"ffff".repeat(16)}`, "{}") },
        body: "{}",
      });
      return { request, answer: served.executor.answer(request, asker(address)) };
    };
    const statuses: number[] = [];
    for (let index = 0; index < 40; index++) statuses.push((await wrong("203.0.113.9").answer).status);
    expect(statuses).toEqual([...Array<number>(30).fill(401), ...Array<number>(10).fill(429)]);
    const { request, answer } = wrong("203.0.113.9");
    expect((await answer).headers.get("retry-after")).toMatch(/^\d+$/);
    expect(request.bodyUsed).toBe(false);
    expect((await wrong("203.0.113.10").answer).status).toBe(401);

    // An address that the engine signs from may be somebody else's as well.
    const runId = await served.queueRun();
    expect((await drive(served, runId)).failed).toBe(false);
    for (let index = 0; index < 40; index++)
      await fetch(served.url, {
        method: "PUT",
        headers: { "x-inngest-signature": signBody(`signkey-test-${"ffff".repeat(16)}`, "") },
      });
    expect((await drive(served, runId)).failed).toBe(false);
    // One of the count, and one of what the SDK said.
    expect(served.lines.length).toBeLessThanOrEqual(2);
  });

  it("tells the caller that the server cannot be reached, and ends the run with that reason", async () => {
    await using served = await serveFunctions(0);
    const caller = await served.stack.caller();
    await expect(caller.sync.run({ hours: 24 })).rejects.toMatchObject({ message: "jobs_unreachable" });
    expect(await served.stack.deps.db.prisma.syncRun.findFirst()).toMatchObject({
      status: "failed",
      failureCode: "jobs_unreachable",
    });
  });
});

describe("registering the functions", () => {
  const FORGED = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    forwarded: "host=evil.example;proto=http",
  };
  const put = (url: string, headers: Record<string, string> = {}, body?: string) =>
    fetch(url, { method: "PUT", headers: { ...FORGED, ...headers }, ...(body ? { body } : {}) });

  it("is refused to whoever holds no key, by each road, and nothing is registered or told", async () => {
    await using registry = await startRegistry(SIGNING_KEY);
    await using served = await serveFunctions(0, { baseUrl: registry.url });
    const forged = signBody(`signkey-test-${"ffff".repeat(16)}`, "");
    const inBand = JSON.stringify({ url: "https://evil.example/api/inngest" });
    const answers = await Promise.all([
      put(served.url),
      put(`${served.url}?deployId=1`),
      put(served.url, { "x-inngest-signature": forged }),
      put(`${served.url}?deployId=1`, { "x-inngest-signature": forged }),
      put(served.url, { "x-inngest-sync-kind": "in_band" }, inBand),
      put(served.url, { "x-inngest-sync-kind": "in_band", "x-inngest-signature": forged }, inBand),
      put(served.url, { "x-inngest-signature": "t=&s=" }),
      fetch(served.url),
      fetch(served.url, { headers: { "x-inngest-signature": forged } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
    for (const answer of answers) expect(await answer.json()).toEqual({ message: "Unauthorized" });
    expect(registry.registered).toEqual([]);
  });

  it("names the configured address, whatever Host and the forwarding headers of a signed request say", async () => {
    await using registry = await startRegistry(SIGNING_KEY);
    await using served = await serveFunctions(0, { baseUrl: registry.url });
    const signed = await put(served.url, { "x-inngest-signature": signBody(SIGNING_KEY, "") });
    expect(signed.status).toBe(200);
    const body = JSON.stringify({ url: "https://evil.example/api/elsewhere?x=1" });
    const inBand = await put(
      served.url,
      { "x-inngest-sync-kind": "in_band", "x-inngest-signature": signBody(SIGNING_KEY, body) },
      body,
    );
    expect(inBand.status).toBe(200);
    const told = [...registry.registered, (await inBand.json()) as (typeof registry.registered)[number]];
    expect(told.map(({ url }) => new URL(url).origin + new URL(url).pathname)).toEqual([
      `${ORIGIN}/api/inngest`,
      `${ORIGIN}/api/inngest`,
    ]);
    for (const registration of told) {
      expect(registration.functions.length).toBeGreaterThan(jobs.length);
      expect(JSON.stringify(registration)).not.toContain("evil.example");
      expect(JSON.stringify(registration)).not.toContain("crm.test");
    }
  });

  it("is done from the inside after a deploy, and says so when the server does not take it", async () => {
    await using registry = await startRegistry(SIGNING_KEY);
    await using served = await serveFunctions(0, { baseUrl: registry.url });
    expect(await served.executor.register()).toMatchObject({
      registered: true,
      url: `${ORIGIN}/api/inngest`,
      functions: jobs.length,
    });
    expect(registry.registered.map(({ url }) => url)).toEqual([`${ORIGIN}/api/inngest`]);

    await using other = await startRegistry(`signkey-test-${"ffff".repeat(16)}`);
    await using elsewhere = await serveFunctions(0, { baseUrl: other.url });
    expect(await elsewhere.executor.register()).toMatchObject({ registered: false });
    await using nowhere = await serveFunctions(0);
    expect(await nowhere.executor.register()).toMatchObject({ registered: false });
  });

  it("is for this machine alone with the dev server, which signs nothing", async () => {
    for (const [peer, status] of [
      ["127.0.0.1", 200],
      ["::1", 200],
      ["203.0.113.7", 403],
      ["192.168.1.20", 403],
      [null, 403],
    ] as const) {
      await using registry = await startRegistry(SIGNING_KEY);
      await using served = await serveFunctions(0, { baseUrl: registry.url, isDev: true, peer });
      expect((await fetch(served.url)).status, String(peer)).toBe(status);
      expect((await put(served.url)).status, String(peer)).toBe(status);
      expect(registry.registered.length, String(peer)).toBe(status === 200 ? 1 : 0);
      // A page in a browser on this machine.
      const ofPage: Record<string, string>[] = [
        { origin: "https://evil.example" },
        { "sec-fetch-site": "none" },
      ];
      for (const headers of ofPage) expect((await put(served.url, headers)).status).toBe(403);
    }
  });

  it("answers 400 to what is signed and no JSON, and says nothing of the inside", async () => {
    await using served = await serveFunctions(0);
    for (const body of ["{", "\u0000", "[".repeat(100_000), "NaN"]) {
      const answer = await fetch(`${served.url}?fnId=x&stepId=step`, {
        method: "POST",
        headers: { "x-inngest-signature": signBody(SIGNING_KEY, body) },
        body,
      });
      expect(answer.status).toBe(400);
      expect(await answer.text()).not.toContain(" at ");
    }
  });
});

describe("the functions in @inngest/test", () => {
  it("runs a sync to its end", async () => {
    await using served = await serveFunctions(12);
    const runId = await served.queueRun();
    const [syncCalls] = served.executor.functions;
    if (!syncCalls) throw new Error("there is no function");
    const engine = new InngestTestEngine({
      function: syncCalls,
      events: [{ name: "sync/requested", data: { runId } }],
    });
    const { result, error } = await engine.execute();
    expect(error).toBeUndefined();
    expect(result).toMatchObject({ runId, state: "complete", imported: 12 });
    expect(await served.stack.deps.db.prisma.call.count()).toBe(12);
  });
});
