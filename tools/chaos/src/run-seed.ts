import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "@koppeling/db/create-db";
import { makeCall } from "@koppeling/sandbox/make-call";
import { createRandom, type Random } from "@koppeling/sandbox/random";
import { SANDBOX_API_KEY, type Sandbox, startSandbox } from "@koppeling/sandbox/start-sandbox";
import type { SandboxRecording } from "@koppeling/sandbox/world";
import { cloneDatabase } from "@koppeling/testing/clone-database";
import { checkPromise } from "./check-promise";
import { CHAOS_REPS, createChaosWorld, RECORDERS } from "./create-chaos-world";
import { createDeliveries, type Deliveries } from "./create-deliveries";
import { createPlan, type Round } from "./create-plan";
import { runWorker, type Surroundings } from "./run-worker";
import { type WorkerTask } from "./worker-messages";

/** A PostgreSQL that may be restarted. */
export type Cluster = { adminUrl: string; restart(how: "fast" | "immediate"): Promise<void> };

export type SeedReport = { seed: number; breaches: string[]; story: string[] };

const HOUR_MS = 3_600_000;
/** One process is told of events; the other one only syncs. */
const SILENT: Pick<Deliveries, "deliverTo" | "flush"> = {
  deliverTo: () => ({ stop: async () => undefined }),
  flush: async () => undefined,
};

/** Plays one seed: rounds of trouble, then two syncs in peace, then the promise is checked. */
export async function runSeed(seed: number, cluster: Cluster, logLevel = "silent"): Promise<SeedReport> {
  const plan = createPlan(seed);
  const random = createRandom("chaos-world", seed);
  // The sandbox's clock stands still; the worker's window ends a little later, by the real one.
  const now = new Date();
  await using database = await cloneDatabase(cluster.adminUrl);
  await addReps(database.db.pool);
  const sandbox = await startSandbox({
    now: () => now,
    limits: null,
    world: createChaosWorld(random, plan.calls, now),
  });
  const story: string[] = [];
  const sightings: Sighting[] = [];
  const deliveries = createDeliveries(random, now);
  const countOpenEvents = () =>
    database.db.prisma.webhookEvent.count({ where: { status: { in: ["received", "processing"] } } });
  type Task = Pick<WorkerTask, "executor" | "hours" | "kill" | "settle">;
  const work = (task: Task, surroundings: Surroundings = { deliveries, countOpenEvents }) => {
    // Copied: the world's own list changes with it.
    sightings.push({ at: new Date(), recordings: [...sandbox.world.list(now)] });
    return runWorker(
      { ...task, databaseUrl: database.url, fathomUrl: sandbox.url, apiKey: SANDBOX_API_KEY, logLevel },
      surroundings,
    );
  };
  try {
    for (const round of plan.rounds) {
      for (const { kind, times } of round.faults) sandbox.faults.next(kind, times, { seconds: 1 });
      if (round.revokeKey) sandbox.faults.next("revoked_key");
      const changing = changeMidway(sandbox, { random, round, now, deliveries });
      const restarting = restartMidway(cluster, round);
      const task: Task = { executor: round.executor, hours: round.hours, kill: round.kill, settle: false };
      const beside: Task = { executor: "embedded", hours: null, kill: null, settle: false };
      const outcomes = await Promise.all([
        work(task),
        ...(round.second ? [work(beside, { deliveries: SILENT, countOpenEvents })] : []),
      ]);
      story.push(`${describe(round)}: ${outcomes.join("; beside it: ")}`);
      await Promise.all([changing.stop(), restarting]);
      sandbox.faults.clear();
    }
    const breaches = await checkWindows(database.db, sightings);
    const peace = { hours: 720, kill: null, settle: true };
    story.push(`peace: ${await work({ ...peace, executor: random.pick(["embedded", "inngest"]) })}`);
    // The second one is embedded, and compares with Fathom by light requests when it is done.
    const last = await work({ ...peace, executor: "embedded" });
    const { made, acknowledged, repeated } = deliveries.counts();
    story.push(
      `peace: ${last}`,
      `webhooks: ${made} made, ${acknowledged} acknowledged, ${repeated} repeated`,
    );
    breaches.push(...(await checkPromise(database.db, sandbox.world, now)));
    if (last !== "succeeded, settled") breaches.push(`the last sync: ${last}`);
    return { seed, story, breaches };
  } finally {
    await sandbox.stop();
  }
}

async function addReps(pool: { query(sql: string, values: unknown[]): Promise<unknown> }): Promise<void> {
  for (const { name, email, aliases, archived } of CHAOS_REPS) {
    await pool.query(
      `WITH rep AS (INSERT INTO sales_reps (name, email, archived_at) VALUES ($1, $2, CASE WHEN $4 THEN now() END) RETURNING id)
       INSERT INTO sales_rep_aliases (sales_rep_id, email) SELECT rep.id, alias FROM rep, unnest($3::text[]) AS alias`,
      [name, email, aliases, archived],
    );
  }
}

/** Calls are edited, added and shared late while the walk is under way; events tell of them, before and after. */
function changeMidway(
  sandbox: Sandbox,
  around: { random: Random; round: Round; now: Date; deliveries: Deliveries },
): { stop(): Promise<void> } {
  const { random, now, deliveries } = around;
  const { afterRequests, added, edited, late } = around.round.changes;
  const tell = (recordingId: bigint) => {
    const recording = sandbox.world.find(recordingId, now);
    if (recording && random.chance(0.7)) deliveries.make(recording);
  };
  const target = sandbox.requests.length + afterRequests;
  let stopped = false;
  const change = () => {
    for (let index = 0; index < added; index++) {
      tell(sandbox.addCall({ recordedBy: random.pick(RECORDERS) }).recordingId);
    }
    for (let index = 0; index < late; index++) {
      const createdAt = new Date(now.getTime() - random.between(2, 600) * HOUR_MS);
      const call = makeCall({ recordedBy: random.pick(RECORDERS), createdAt }, now, []);
      sandbox.world.put(call);
      tell(call.recordingId);
    }
    const calls = sandbox.world.list(now);
    for (let index = 0; index < edited && calls.length > 0; index++) {
      const call = random.pick(calls);
      tell(call.recordingId);
      const words = `Gewijzigd ${random.between(1, 1e6)}`;
      sandbox.editCall(call.recordingId, {
        title: words,
        contentReadyAt: call.contentReadyAt ?? call.createdAt,
        ...(random.chance(0.5) ? { summary: { template: "General", markdown: `## ${words}` } } : {}),
      });
      tell(call.recordingId);
    }
  };
  const watching = (async () => {
    while (!stopped && sandbox.requests.length < target) await sleep(20);
    change();
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
    },
  };
}

async function restartMidway(cluster: Cluster, round: Round): Promise<void> {
  if (!round.restartDatabase) return;
  await sleep(round.restartDatabase.afterMs);
  await cluster.restart(round.restartDatabase.how);
}

function describe(round: Round): string {
  const parts = [
    round.executor,
    round.hours === null ? "from the watermark" : `${round.hours} h`,
    ...round.faults.map(({ kind, times }) => `${kind}×${times}`),
    round.revokeKey ? "key revoked" : null,
    round.second ? "two processes" : null,
    round.kill ? `killed at ${round.kill.point} #${round.kill.pass}` : null,
    round.restartDatabase ? `database restarted (${round.restartDatabase.how})` : null,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

/** What Fathom could have shown from a moment on. */
type Sighting = { at: Date; recordings: readonly SandboxRecording[] };

/**
 * What a run that moves the watermark says it has walked, it has seen: every recording of its window that Fathom had
 * when the run was asked for stands in the ledger. Later walks would heal a gap, so this is asked before them.
 * @param sightings oldest first
 * @returns every breach, in words
 */
async function checkWindows(db: Db, sightings: readonly Sighting[]): Promise<string[]> {
  const runs = await db.prisma.syncRun.findMany({
    where: {
      kind: { in: ["incremental", "window"] },
      salesRepId: null,
      status: { in: ["succeeded", "partial"] },
    },
  });
  const ledger = new Set(
    (await db.prisma.recording.findMany({ select: { recordingId: true } })).map((row) => row.recordingId),
  );
  return runs.flatMap((run) => {
    const shown = sightings.findLast(({ at }) => at <= run.createdAt)?.recordings ?? [];
    return shown
      .filter(({ createdAt }) => createdAt >= run.windowFrom && createdAt <= run.windowTo)
      .filter(({ recordingId }) => !ledger.has(recordingId))
      .map(({ recordingId }) => `${recordingId}: run ${run.id} ended ${run.status} without having seen it`);
  });
}
