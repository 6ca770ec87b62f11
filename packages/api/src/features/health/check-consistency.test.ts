import { createWorld } from "@koppeling/sandbox/create-world";
import { expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { checkHealth } from "./check-health";
import { checkConsistencyJob } from "./check-consistency.job";
import { CONSISTENCY_CHECKS, checkConsistency, loadRepAccounts } from "./check-consistency";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const now = new Date();

async function syncedStack() {
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams: [], members: [] }), now: () => now },
  });
  const anna = await stack.addRep(ANNA.name, ANNA.email);
  const bram = await stack.addRep("Bram", "bram@zonnewende.example");
  const calls = [0, 1, 2].map(() => stack.sandbox.addCall({ recordedBy: ANNA }));
  stack.sandbox.addCall({ recordedBy: { email: "iemand@elders.example" } });
  const { runId } = await stack.sync({ hours: 24 });
  return { stack, anna, bram, runId, calls, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
}

it("finds nothing after a sync, and accounts for each rep", async () => {
  await using world = await syncedStack();
  expect(await checkConsistency(world.stack.deps)).toEqual([]);
  expect(await loadRepAccounts(world.stack.deps)).toEqual([
    { salesRepId: world.anna, recordings: 3, imported: 3, skipped: 0, calls: 3 },
  ]);
});

it("finds each promise that is broken, and names what breaks it", async () => {
  await using world = await syncedStack();
  const { stack, bram, runId, calls } = world;
  const [first, second, third] = calls.map((call) => call.recordingId.toString());
  const sql = (text: string, ...values: unknown[]) => stack.deps.db.pool.query(text, values);
  await sql("DELETE FROM transcripts WHERE recording_id = $1", first);
  await sql(
    "UPDATE calls SET has_transcript = false, sales_rep_id = $2 WHERE recording_id = $1",
    second,
    bram,
  );
  await sql("DELETE FROM calls WHERE recording_id = $1", third);
  await sql(
    "UPDATE sync_runs SET processed = 9, skipped_by_reason = '{\"unchanged\": 4}' WHERE id = $1",
    runId,
  );
  await sql("UPDATE recordings SET reason = NULL WHERE decision = 'skipped'");
  await sql(
    "UPDATE recordings SET decision = 'skipped', reason = 'no_matching_rep' WHERE recording_id = $1",
    first,
  );

  const faults = await checkConsistency(stack.deps);

  expect(new Set(faults.map(({ check }) => check))).toEqual(new Set(CONSISTENCY_CHECKS));
  const subjectOf = (check: string) => faults.find((fault) => fault.check === check)?.subject;
  expect(subjectOf("run_sum")).toBe(runId);
  expect(subjectOf("imported_without_call")).toBe(third);
  expect(subjectOf("transcript_lost")).toBe(first);
  expect(subjectOf("call_of_another_rep")).toBe(second);
});

it("looks at runs of the last day alone when it is asked to", async () => {
  await using world = await syncedStack();
  const { deps } = world.stack;
  await deps.db.pool.query(
    "UPDATE sync_runs SET processed = 9, finished_at = now() - interval '2 days' WHERE id = $1",
    [world.runId],
  );
  expect(await checkConsistency(deps, { since: new Date(Date.now() - 24 * 3_600_000) })).toEqual([]);
  expect((await checkConsistency(deps)).length).toBeGreaterThan(0);
});

it("is done by a job, and the health check tells what came of it, and when that is too long ago", async () => {
  await using world = await syncedStack();
  const { deps } = world.stack;
  const check = () =>
    checkConsistencyJob.handler({
      event: { name: "test", data: {} },
      deps,
      log: deps.log,
      jobRun: null,
      isStopping: () => false,
      step: { run: (_id, work) => work(0), sleep: async () => undefined, send: async () => undefined },
    });
  const accounts = async () => (await checkHealth(deps)).checks.find(({ name }) => name === "accounts");
  await deps.db.pool.query("DELETE FROM calls");
  expect(await accounts()).toMatchObject({ ok: true, detail: "The accounts have not been looked at yet." });
  await check();
  expect(await accounts()).toMatchObject({
    ok: false,
    detail: expect.stringMatching(
      /^3 accounts do not add up, for one: imported_without_call of \d+\.$/,
    ) as string,
  });
  await deps.db.pool.query("DELETE FROM recordings");
  await check();
  expect(await accounts()).toMatchObject({ ok: true, detail: "Every recording is accounted for." });
  const later = new Date(Date.now() + 4 * 3_600_000);
  deps.clock = { ...deps.clock, now: () => later };
  expect(await accounts()).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^The accounts were last looked at /) as string,
  });
});
