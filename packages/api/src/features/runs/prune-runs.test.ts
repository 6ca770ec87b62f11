import { createWorld } from "@koppeling/sandbox/create-world";
import { expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { checkConsistency } from "../health/check-consistency";
import { pruneRuns } from "./prune-runs.job";
import { requestSync } from "../sync/request-sync";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const now = new Date();

it("removes old runs with their accounts, and neither an open one, nor the last that succeeded, nor any call", async () => {
  await using stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams: [], members: [] }), now: () => now },
  });
  const { deps } = stack;
  await stack.addRep(ANNA.name, ANNA.email);
  for (let index = 0; index < 3; index++) stack.sandbox.addCall({ recordedBy: ANNA });
  const old = await stack.sync({ hours: 24 });
  const last = await stack.sync({ hours: 24 });
  deps.jobs.send = async () => undefined;
  const open = await requestSync(deps, { trigger: "manual", hours: 24 });
  await deps.db.pool.query(
    `UPDATE sync_runs SET created_at = now() - interval '100 days', started_at = now() - interval '100 days',
       finished_at = CASE WHEN id = $1 THEN NULL WHEN id = $2 THEN now() - interval '91 days' ELSE now() - interval '92 days' END`,
    [open.runId, last.runId],
  );
  const lastSeenAt = async () => (await (await stack.caller()).salesReps.list()).items[0]?.lastSeenAt;

  expect(await pruneRuns(deps)).toBe(1);

  const left = await deps.db.prisma.syncRun.findMany({ select: { id: true } });
  expect(left.map(({ id }) => id).sort()).toEqual([last.runId, open.runId].sort());
  expect(await deps.db.prisma.syncRunRecording.count({ where: { runId: old.runId } })).toBe(0);
  expect(await deps.db.prisma.call.count()).toBe(3);
  const [call] = (await (await stack.caller()).calls.list({})).items;
  expect(await (await stack.caller()).calls.byId({ id: call?.id ?? "" })).toMatchObject({ run: null });
  await deps.db.pool.query("DELETE FROM sync_run_recordings");
  expect(await lastSeenAt()).toBeInstanceOf(Date);
  await deps.db.pool.query("DELETE FROM sync_runs WHERE id = $1", [last.runId]);
  expect(await checkConsistency(deps)).toEqual([]);
  expect(await pruneRuns(deps)).toBe(0);
});
