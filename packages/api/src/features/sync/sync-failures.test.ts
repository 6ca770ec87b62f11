import { createBulkWorld } from "@koppeling/sandbox/create-bulk-world";
import { createWorld } from "@koppeling/sandbox/create-world";
import { type FaultKind } from "@koppeling/sandbox/fault-plan";
import { describe, expect, it } from "vitest";
import { RetryAfter } from "../../job";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { SYSTEM } from "../../context";
import { hashApiKey } from "../settings/hash-api-key";
import { loadSettings } from "../settings/load-settings";
import { testConnection } from "../connections/test-connection";
import { cancelRun, endCancelledRun } from "../runs/end-run";
import { importPages } from "./import-pages";
import { findStaleRuns, holdLease, releaseLease } from "../runs/hold-lease";
import { type Lease } from "../runs/run-transitions";
import { duringPage } from "@koppeling/testing/during-page";
import { takeRun } from "@koppeling/testing/take-run";
import { reconcilePlan } from "../reconcile/next-walk";
import { requestSync } from "./request-sync";
import { syncCallsJob } from "./sync-calls.job";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const now = new Date();
const emptyWorld = () => createWorld({ recordings: [], teams: [], members: [] });

type StackOptions = Pick<Parameters<typeof createTestStack>[0] & object, "config" | "environment">;

async function stackWithCalls(count: number, options: StackOptions = {}): Promise<TestStack> {
  const stack = await createTestStack({ sandbox: { world: emptyWorld(), now: () => now }, ...options });
  await stack.addRep(ANNA.name, ANNA.email);
  for (let index = 0; index < count; index++) stack.sandbox.addCall({ recordedBy: ANNA });
  return stack;
}

describe("trouble at Fathom's side", () => {
  it.each<FaultKind>([
    "status_500",
    "status_503",
    "html",
    "cut_json",
    "empty_body",
    "reset",
    "redirect",
    "status_429_bare",
    "bom",
    "gzip",
  ])("is sat out when it passes: %s", async (fault) => {
    await using stack = await stackWithCalls(25);
    stack.deps.clock.sleep = async () => undefined;
    stack.sandbox.faults.next(fault, 2);
    expect(await stack.sync({ hours: 24 })).toMatchObject({ status: "succeeded", imported: 25, errors: 0 });
  });

  it.each<[FaultKind, string]>([
    ["status_500", "unavailable"],
    ["html", "bad_response"],
    ["cut_json", "bad_response"],
    ["reset", "unavailable"],
    ["status_429_bare", "rate_limited"],
    ["status_403", "forbidden"],
    ["revoked_key", "unauthorized"],
    ["looping_cursor", "looping"],
    ["empty_page_with_cursor", "looping"],
  ])(
    "ends the run with a reason when it stays, keeps what was stored, and heals: %s → %s",
    async (fault, code) => {
      // The longest wait for a refusal is fifteen windows, which nothing here sits out.
      await using stack = await stackWithCalls(25, { config: { rateWindowSeconds: 1 } });
      stack.deps.clock.sleep = async () => undefined;
      // The first page is read, then the trouble starts.
      const { runId } = await startedRun(stack);
      const failed = await stack.deps.db.prisma.syncRun.findUniqueOrThrow({ where: { id: runId } });
      expect(failed.page).toBe(1);

      stack.sandbox.faults.always(fault);
      await stack.deps.jobs.send({ name: "sync/requested", data: { runId } });
      const result = await waitForEnd(stack, runId);
      expect(result).toMatchObject({ status: "failed", failureCode: code });
      expect(result.processed).toBe(result.imported + result.updated + result.skipped + result.errors);
      expect(await stack.deps.db.prisma.call.count()).toBeGreaterThanOrEqual(10);
      expect((await loadSettings(stack.deps)).watermark).toBeNull();

      stack.sandbox.faults.clear();
      expect(await stack.sync()).toMatchObject({ status: "succeeded", processed: 25 });
      expect(await stack.deps.db.prisma.call.count()).toBe(25);
      expect(await loadSettings(stack.deps)).toMatchObject({
        connectionStatus: "connected",
        lastError: null,
      });
    },
  );

  it.each<FaultKind>(["expired_cursor", "status_410"])(
    "starts the walk again when a cursor has lapsed, and counts each recording once: %s",
    async (fault) => {
      await using stack = await stackWithCalls(35);
      const { runId } = await startedRun(stack);
      stack.sandbox.faults.next(fault);
      await stack.deps.jobs.send({ name: "sync/requested", data: { runId } });
      expect(await waitForEnd(stack, runId)).toMatchObject({
        status: "succeeded",
        processed: 35,
        imported: 35,
      });
    },
  );

  it("quarantines what cannot be read, stores the rest, and says partial", async () => {
    await using stack = await stackWithCalls(12);
    stack.sandbox.faults.next("odd_item");
    const result = await stack.sync({ hours: 24 });
    expect(result.status).toBe("partial");
    expect(result.errors).toBeGreaterThan(0);
    expect(result.imported).toBe(12);
    expect(result.processed).toBe(result.imported + result.updated + result.skipped + result.errors);
    const kept = await stack.deps.db.prisma.recording.findMany({
      where: { decision: "error" },
      select: { reason: true, raw: true, errorMessage: true },
    });
    expect(kept).toHaveLength(result.errors);
    for (const row of kept) {
      expect(row.reason).toBe("unreadable");
      expect(row.raw).not.toBeNull();
      expect(row.errorMessage).toBeTruthy();
    }
  });

  it("sits out minutes of too many requests, also when this machine's clock is ahead of the date to wait for", async () => {
    await using stack = await stackWithCalls(1);
    let slept = 0;
    stack.deps.clock.sleep = async (ms) => {
      slept += ms > 250 ? ms : 0;
      if (slept > 120_000) stack.sandbox.faults.clear();
    };
    stack.sandbox.faults.always("status_429_date", { seconds: -600 });
    expect(await stack.sync({ hours: 24 })).toMatchObject({ status: "succeeded" });
  });

  it("marks the connection as refused, so that the schedule pauses until the key is mended", async () => {
    await using stack = await stackWithCalls(1);
    stack.sandbox.faults.always("revoked_key");
    expect(await stack.sync({ hours: 24 })).toMatchObject({ status: "failed", failureCode: "unauthorized" });
    expect(await loadSettings(stack.deps)).toMatchObject({ connectionStatus: "error", keyRefused: true });
  });

  it("says that there is no key", async () => {
    await using stack = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
    expect(await stack.sync()).toMatchObject({ status: "failed", failureCode: "not_configured" });
  });

  it("says that the stored key cannot be decrypted", async () => {
    await using stack = await stackWithCalls(1);
    await (await stack.caller()).fathomSettings.update({ apiKey: "another-key-of-twenty-characters" });
    await stack.deps.db.pool.query(
      "UPDATE system_settings SET setting_value = replace(setting_value, 'test1', 'gone9') WHERE setting_key = 'fathom_api_key'",
    );
    expect(await stack.sync()).toMatchObject({ status: "failed", failureCode: "settings_key" });
    const settings = await (await stack.caller()).fathomSettings.get();
    expect(settings.settingsKeyProblem).toContain("gone9");
  });

  it("goes on when it is only the webhook secret that cannot be decrypted", async () => {
    await using stack = await stackWithCalls(1);
    const webhookSecret = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;
    await (await stack.caller()).fathomSettings.update({ webhookSecret });
    await stack.deps.db.pool.query(
      "UPDATE system_settings SET setting_value = replace(setting_value, 'test1', 'gone9') WHERE setting_key = 'fathom_webhook_secret'",
    );
    expect(await stack.sync()).toMatchObject({ status: "succeeded", imported: 1 });
  });
});

describe("trouble that comes back", () => {
  it.each<FaultKind>(["status_503", "status_429_bare"])(
    "costs no attempt as long as pages come through in between: %s",
    async (fault) => {
      await using stack = await stackWithCalls(80);
      stack.deps.clock.sleep = async () => undefined;
      const lease = await startedRun(stack);
      let looks = 0;
      let waits = 0;
      for (;;) {
        // Every second page fails, on what would be the last attempt.
        const result = await importPages(stack.deps, lease, 4, {
          reconcile: reconcilePlan,
          isStopping: () => {
            if (looks++ % 2 === 1) stack.sandbox.faults.next(fault);
            return false;
          },
        });
        if (result.state === "complete") break;
        expect(result.state).toBe("wait");
        waits++;
      }
      expect(waits).toBeGreaterThan(5);
      expect(await stack.deps.db.prisma.call.count()).toBe(80);
    },
  );

  it("leaves the watermark where it was when a later page fails, and the next sync brings the rest", async () => {
    await using stack = await stackWithCalls(25);
    stack.deps.clock.sleep = async () => undefined;
    expect(await stack.sync()).toMatchObject({ status: "succeeded", imported: 25 });
    const { watermark } = await loadSettings(stack.deps);
    expect(watermark).not.toBeNull();
    for (let index = 0; index < 25; index++) stack.sandbox.addCall({ recordedBy: ANNA });

    // The first page comes, if oddly; the second does not.
    stack.sandbox.faults.next("bom");
    stack.sandbox.faults.next("status_503", 50);
    expect(await stack.sync()).toMatchObject({ status: "failed", failureCode: "unavailable" });
    expect(await stack.deps.db.prisma.call.count()).toBeGreaterThan(25);
    expect((await loadSettings(stack.deps)).watermark).toEqual(watermark);

    stack.sandbox.faults.clear();
    expect(await stack.sync()).toMatchObject({ status: "succeeded" });
    expect(await stack.deps.db.prisma.call.count()).toBe(50);
    expect((await loadSettings(stack.deps)).watermark?.getTime()).toBeGreaterThan(watermark?.getTime() ?? 0);
  });
});

describe("trouble in the database", () => {
  it("is sat out when another transaction holds the calls for longer than a statement waits for a lock", async () => {
    await using stack = await stackWithCalls(3);
    const { pool } = stack.deps.db;
    await stack.sync({ hours: 24 });
    for (const { recordingId } of stack.sandbox.world.list(now))
      stack.sandbox.editCall(recordingId, { title: "Andere titel" });
    pool.on("acquire", (client) => void client.query("SET lock_timeout = '100ms'"));
    const other = await pool.connect();
    try {
      await other.query("BEGIN; UPDATE calls SET updated_at = now()");
      let waits = 0;
      stack.deps.clock.sleep = async (ms) => {
        const isRetry = ms < 250;
        if (isRetry && ++waits === 2) await other.query("COMMIT");
      };
      const result = await stack.sync({ hours: 24 });
      expect(waits).toBe(2);
      expect(result).toMatchObject({ status: "succeeded", updated: 3 });
    } finally {
      await other.query("COMMIT");
      other.release();
    }
  });
});

describe("a wait that Fathom names", () => {
  /** Held to a number a minute, so that what Fathom refuses holds everything back. */
  const PACED = { FATHOM_REQUESTS_PER_MINUTE: "1000", FATHOM_HEAVY_REQUESTS_PER_MINUTE: "1000" };
  const waitOf = async ({ deps }: TestStack, runId: string): Promise<number> => {
    const { rows } = await deps.db.pool.query<{ seconds: number }>(
      `SELECT coalesce(extract(epoch FROM waiting_until - now()), 0)::float8 AS seconds FROM sync_runs WHERE id = $1`,
      [runId],
    );
    return rows[0]?.seconds ?? 0;
  };
  const untilItWaits = (stack: TestStack, runId: string) =>
    expect.poll(() => waitOf(stack, runId), { timeout: 20_000 }).toBeGreaterThan(1);
  /** So often has Fathom refused before: what it names next is believed for longer. */
  const refusedBefore = async ({ deps }: TestStack, refusals: number) => {
    const { apiKey } = await loadSettings(deps);
    await deps.db.pool.query(
      "INSERT INTO rate_budgets (key_hash, request_class, taken, refusals) VALUES ($1, 'heavy', '{}', $2)",
      [hashApiKey(deps, apiKey ?? ""), refusals],
    );
  };

  it.each([
    ["999999999", 0, 60],
    ["86400", 3, 480],
    ["86400", 9, 900],
    ["Fri, 31 Dec 2099 23:59:59 GMT", 0, 60],
  ])(
    "is believed within bounds: %s, refused %i times before, is at most %i seconds",
    async (header, before, most) => {
      await using stack = await stackWithCalls(3, { environment: PACED });
      await refusedBefore(stack, before);
      stack.sandbox.faults.next("status_429_seconds", 1, { headers: { "retry-after": header } });
      const { runId } = await requestSync(stack.deps, { trigger: "schedule", hours: 24 });
      await untilItWaits(stack, runId);
      const wait = await waitOf(stack, runId);
      expect(wait).toBeGreaterThan(most - 20);
      expect(wait).toBeLessThanOrEqual(most + 1);
      await cancelRun(stack.deps, runId);
    },
  );

  it("is believed within bounds from a Fathom that is away (503), too", async () => {
    await using stack = await stackWithCalls(25, { environment: PACED });
    const waits: number[] = [];
    const lease = await startedRun(stack);
    stack.sandbox.faults.next("status_503", 3, { headers: { "retry-after": "86400" } });
    for (const attempt of [0, 1, 2]) {
      const error: unknown = await importPages(stack.deps, lease, attempt, {
        reconcile: reconcilePlan,
      }).catch((thrown: unknown) => thrown);
      if (error instanceof RetryAfter) waits.push(Math.floor(error.seconds / 10) * 10);
    }
    expect(waits).toEqual([60, 120, 240]);
    expect(await importPages(stack.deps, lease, 3, { reconcile: reconcilePlan })).toMatchObject({
      state: "complete",
    });
  });

  it.each([0, 9])(
    "ends when somebody asks anew, also after a cancel (refused %i times before)",
    async (before) => {
      await using stack = await stackWithCalls(3, { environment: PACED });
      await refusedBefore(stack, before);
      stack.sandbox.faults.next("status_429_seconds", 1, { seconds: 86_400 });
      const first = await requestSync(stack.deps, { trigger: "manual", hours: 24 });
      await untilItWaits(stack, first.runId);
      expect(await findStaleRuns(stack.deps)).toEqual([]);
      expect(await cancelRun(stack.deps, first.runId)).toMatchObject({ status: "cancelled" });
      const second = await requestSync(stack.deps, { trigger: "manual", hours: 24 });
      expect(await waitForEnd(stack, second.runId)).toMatchObject({ status: "succeeded", processed: 3 });
    },
  );

  it("does not end by the schedule, and ends when somebody asks while the run waits", async () => {
    await using stack = await stackWithCalls(3, { environment: PACED });
    stack.sandbox.faults.next("status_429_seconds", 1, { seconds: 86_400 });
    const { runId } = await requestSync(stack.deps, { trigger: "schedule", hours: 24 });
    await untilItWaits(stack, runId);
    await requestSync(stack.deps, { trigger: "schedule", hours: 24 });
    expect(await waitOf(stack, runId)).toBeGreaterThan(1);
    expect(await requestSync(stack.deps, { trigger: "manual" })).toMatchObject({
      runId,
      alreadyRunning: true,
    });
    expect(await waitForEnd(stack, runId)).toMatchObject({ status: "succeeded", processed: 3 });
  });

  it.each([0, 9])(
    "is shown, and an admin can end it, which the audit log keeps (refused %i times before)",
    async (before) => {
      await using stack = await stackWithCalls(3, { environment: PACED });
      await refusedBefore(stack, before);
      stack.sandbox.faults.next("status_429_seconds", 1, { seconds: 86_400 });
      const { runId } = await requestSync(stack.deps, { trigger: "schedule", hours: 24 });
      await untilItWaits(stack, runId);
      const [admin, viewer] = [await stack.caller("admin"), await stack.caller("viewer")];
      const { fathomBlock } = await viewer.overview.get();
      expect(fathomBlock?.refusals).toBe(before + 1);
      expect(fathomBlock?.until.getTime()).toBeGreaterThan(Date.now());
      await expect(viewer.sync.tryNow()).rejects.toThrow();
      expect(await admin.sync.tryNow()).toEqual({ runId });
      expect(await waitForEnd(stack, runId)).toMatchObject({ status: "succeeded", processed: 3 });
      expect((await viewer.overview.get()).fathomBlock).toBeNull();
      expect(
        await stack.deps.db.prisma.auditLog.count({ where: { action: "sync.try_now", subject: runId } }),
      ).toBe(1);
    },
  );

  it("ends by a connection test that Fathom answers", async () => {
    await using stack = await stackWithCalls(3, { environment: PACED });
    stack.sandbox.faults.next("status_429_seconds", 1, { seconds: 86_400 });
    const { runId } = await requestSync(stack.deps, { trigger: "schedule", hours: 24 });
    await untilItWaits(stack, runId);
    expect(await testConnection(stack.deps, { actor: SYSTEM })).toMatchObject({ success: true });
    expect(await waitForEnd(stack, runId)).toMatchObject({ status: "succeeded", processed: 3 });
  });

  it("is over by itself, for a run that was left until then", async () => {
    await using stack = await stackWithCalls(3, { environment: PACED });
    await refusedBefore(stack, 5);
    stack.sandbox.faults.next("status_429_seconds", 1, { seconds: 3_600 });
    const { runId } = await requestSync(stack.deps, { trigger: "schedule", hours: 24 });
    await untilItWaits(stack, runId);
    expect(await findStaleRuns(stack.deps)).toEqual([]);
    await stack.deps.db.pool.query(
      "UPDATE sync_runs SET heartbeat_at = now() - interval '1 hour', created_at = now() - interval '1 hour', waiting_until = now() - interval '2 minutes'",
    );
    await stack.deps.db.pool.query("UPDATE rate_budgets SET blocked_until = now()");
    expect(await findStaleRuns(stack.deps)).toEqual([runId]);
    await stack.deps.jobs.send({ name: "sync/requested", data: { runId } });
    expect(await waitForEnd(stack, runId)).toMatchObject({ status: "succeeded", processed: 3 });
  });
});

describe("a very long sync", () => {
  it("goes on in another job run long before an engine would end it for its steps", async () => {
    const world = createBulkWorld({ count: 2_020, seed: 1, reps: [ANNA], transcriptLines: 1 });
    await using stack = await createTestStack({ sandbox: { world } });
    await stack.addRep(ANNA.name, ANNA.email);
    const { deps, sandbox } = stack;
    // The time of a step is up after each page.
    deps.clock.now = () => new Date(Date.now() + sandbox.requests.length * 21_000);
    deps.jobs.send = async () => undefined;
    const { runId } = await requestSync(deps, {
      trigger: "manual",
      from: new Date(Date.UTC(2015)),
      to: new Date(),
    });
    const steps: string[] = [];
    const work = () =>
      syncCallsJob(reconcilePlan).handler({
        event: { name: "sync/requested", data: { runId } },
        deps,
        log: deps.log,
        jobRun: null,
        isStopping: () => false,
        step: {
          run: (id, task) => {
            steps.push(id);
            return task(0);
          },
          sleep: async (id) => void steps.push(id),
          send: async (id) => void steps.push(id),
        },
      });
    expect(await work()).toMatchObject({ runId, state: "left to the next job run" });
    expect(steps.length).toBeLessThan(1_000);
    expect(await findStaleRuns(deps)).toEqual([runId]);
    expect(await work()).toMatchObject({ runId, state: "complete" });
    const result = await (await stack.caller()).sync.status({ runId });
    expect(result).toMatchObject({ status: "succeeded", processed: 2_020 });
  });
});

/** From now on no statement with these words reaches the database. */
function failQueries({ deps }: TestStack, words: string): void {
  const { pool } = deps.db;
  const query = pool.query.bind(pool) as (...input: unknown[]) => unknown;
  const failing = (...input: unknown[]) => {
    const [statement] = input as [string | { text: string }];
    const text = typeof statement === "string" ? statement : statement.text;
    return text.includes(words) ? Promise.reject(new Error("not now")) : query(...input);
  };
  pool.query = failing as typeof pool.query;
}

describe("leases", () => {
  it("lets nobody end a run that another is working on", async () => {
    await using stack = await stackWithCalls(25);
    const { runId } = await startedRun(stack);
    const lease = await takeRun(stack.deps, runId);
    await stack.deps.jobs.send({ name: "sync/requested", data: { runId } });
    await waitForJobs(stack);
    expect(await stack.deps.db.prisma.syncRun.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
      status: "running",
      leaseToken: lease.leaseToken,
    });
  });

  it("lets nobody end it who could not even open the run", async () => {
    await using stack = await stackWithCalls(25);
    const { runId } = await startedRun(stack);
    const lease = await takeRun(stack.deps, runId);
    failQueries(stack, "started_at = coalesce");
    await stack.deps.jobs.send({ name: "sync/requested", data: { runId } });
    await waitForJobs(stack);
    const run = () => stack.deps.db.prisma.syncRun.findUniqueOrThrow({ where: { id: runId } });
    expect(await run()).toMatchObject({ status: "running", leaseToken: lease.leaseToken });

    await releaseLease(stack.deps, lease);
    await stack.deps.jobs.send({ name: "sync/requested", data: { runId } });
    await waitForJobs(stack);
    expect(await run()).toMatchObject({ status: "failed", failureCode: "bug" });
  });

  it("end with the run when its own last step fails again and again", async () => {
    await using stack = await stackWithCalls(1);
    failQueries(stack, "WITH ended AS");
    expect(await stack.sync({ hours: 24 })).toMatchObject({
      status: "failed",
      failureCode: "bug",
      imported: 1,
    });
  });

  it("is lost to a worker whose run was taken over while Fathom refused it", async () => {
    await using stack = await stackWithCalls(25);
    const lease = await startedRun(stack);
    const { runId } = lease;
    stack.sandbox.faults.next("status_401");
    let taken: Promise<unknown> | undefined;
    const result = await importPages(stack.deps, lease, 0, {
      reconcile: reconcilePlan,
      isStopping: () => {
        taken = stack.deps.db.pool.query(
          "UPDATE sync_runs SET lease_token = gen_random_uuid() WHERE id = $1",
          [runId],
        );
        return false;
      },
    });
    await taken;
    expect(stack.sandbox.faults.hits.get("status_401")).toBe(1);
    expect(result).toMatchObject({ state: "lost" });
  });

  it("stays fresh while a page takes its time", async () => {
    await using stack = await stackWithCalls(25);
    const lease = await startedRun(stack);
    stack.deps.config = { ...stack.deps.config, leaseSeconds: 0.3 };
    const isStale = async () => (await findStaleRuns(stack.deps)).includes(lease.runId);
    expect(await isStale()).toBe(true);
    await holdLease(stack.deps, lease, async () => {
      while (await isStale()) await stack.deps.clock.sleep(5);
    });
  });

  it("stores nothing for a worker whose run was taken over", async () => {
    await using stack = await stackWithCalls(25);
    const lease = await startedRun(stack);
    const { runId } = lease;
    await stack.deps.db.pool.query(
      "UPDATE sync_runs SET heartbeat_at = now() - interval '1 hour', waiting_until = NULL WHERE id = $1",
      [runId],
    );
    const taken = await takeRun(stack.deps, runId);

    expect(await importPages(stack.deps, lease, 0, { reconcile: reconcilePlan })).toMatchObject({
      state: "lost",
    });
    expect((await stack.deps.db.prisma.syncRun.findUniqueOrThrow({ where: { id: runId } })).page).toBe(1);
    expect(await importPages(stack.deps, taken, 0, { reconcile: reconcilePlan })).toMatchObject({
      state: "complete",
      page: 3,
    });
  });

  it("finds a run whose process is gone, and goes on from its page", async () => {
    await using stack = await stackWithCalls(25);
    const { runId } = await startedRun(stack);
    expect(await findStaleRuns(stack.deps)).toEqual([runId]);
    await stack.deps.jobs.send({ name: "sync/requested", data: { runId } });
    expect(await waitForEnd(stack, runId)).toMatchObject({
      status: "succeeded",
      processed: 25,
      imported: 25,
      page: 3,
    });
    expect(await findStaleRuns(stack.deps)).toEqual([]);
  });

  it("goes on with a run that was left when somebody asks for another, without a server's schedules", async () => {
    await using stack = await stackWithCalls(25);
    const { runId } = await startedRun(stack);
    const signal = AbortSignal.timeout(45_000);
    expect(await stack.sync({ hours: 24, signal })).toMatchObject({ status: "succeeded", processed: 25 });
    expect((await stack.deps.db.prisma.syncRun.findUniqueOrThrow({ where: { id: runId } })).status).toBe(
      "succeeded",
    );
  });

  it("does nothing for a run that has ended, however often it is sent", async () => {
    await using stack = await stackWithCalls(5);
    const result = await stack.sync({ hours: 24 });
    await stack.deps.jobs.send({ name: "sync/requested", data: { runId: result.runId } });
    await stack.deps.jobs.stop();
    expect(stack.sandbox.requests.filter((request) => request.path.endsWith("/meetings"))).toHaveLength(1);
  });

  it("stops at the next page when it is cancelled", async () => {
    await using stack = await stackWithCalls(25);
    const { runId } = await startedRun(stack);
    const lease = await takeRun(stack.deps, runId);
    expect(await cancelRun(stack.deps, runId)).toEqual({ runId, status: "running" });
    expect(await importPages(stack.deps, lease, 0, { reconcile: reconcilePlan })).toEqual({
      state: "cancelled",
      page: 1,
    });
    await endCancelledRun(stack.deps, lease);
    const result = await (await stack.caller()).sync.status({ runId });
    expect(result).toMatchObject({ status: "cancelled", processed: 10, imported: 10 });
    expect(await stack.deps.db.prisma.call.count()).toBe(10);
  });

  it("does not wait out what Fathom names when it was cancelled just before", async () => {
    await using stack = await stackWithCalls(25);
    const lease = await startedRun(stack);
    const { runId } = lease;
    const taken = await takeRun(stack.deps, runId);
    stack.sandbox.faults.next("status_429_seconds", 1, { seconds: 60 });
    duringPage(stack, 1, async () => {
      expect(await cancelRun(stack.deps, runId)).toEqual({ runId, status: "running" });
    });
    expect(await importPages(stack.deps, taken, 0, { reconcile: reconcilePlan })).toMatchObject({
      state: "cancelled",
    });
  });

  it("cancels a run at once that nobody is working on", async () => {
    await using stack = await stackWithCalls(25);
    const { runId } = await startedRun(stack);
    expect(await cancelRun(stack.deps, runId)).toEqual({ runId, status: "cancelled" });
    expect(await stack.sync({ hours: 24 })).toMatchObject({
      status: "succeeded",
      processed: 25,
      imported: 15,
    });
  });
});

/** A run with one page stored, whose worker then vanished. */
async function startedRun(stack: TestStack): Promise<Lease> {
  const { deps } = stack;
  const send = deps.jobs.send;
  deps.jobs.send = async () => undefined;
  const { runId } = await requestSync(deps, { trigger: "manual", hours: 24 });
  deps.jobs.send = send;
  const lease = await takeRun(deps, runId);
  let pages = 0;
  const result = await importPages(deps, lease, 0, {
    reconcile: reconcilePlan,
    isStopping: () => pages++ > 0,
  });
  expect(result).toEqual({ state: "stopped", page: 1 });
  await deps.db.pool.query(
    "UPDATE sync_runs SET heartbeat_at = now() - interval '1 hour', created_at = now() - interval '1 hour' WHERE id = $1",
    [runId],
  );
  return lease;
}

const waitForJobs = (stack: TestStack) => (stack.deps.jobs as unknown as { idle(): Promise<void> }).idle();

async function waitForEnd(stack: TestStack, runId: string) {
  await waitForJobs(stack);
  return await (await stack.caller(undefined, "en")).sync.status({ runId });
}
