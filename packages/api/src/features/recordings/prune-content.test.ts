import { createWorld } from "@koppeling/sandbox/create-world";
import { expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { checkConsistency } from "../health/check-consistency";
import { pruneContent } from "./prune-content.job";
import { refreshContent } from "./refresh-content.job";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const DAY = 24 * 3_600_000;

it("removes the content of old calls for good: no sync, webhook or queue brings them back, and the call says so", async () => {
  const now = new Date();
  await using stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams: [], members: [] }), now: () => now },
  });
  const { deps } = stack;
  await stack.addRep(ANNA.name, ANNA.email);
  const add = (daysAgo: number) => {
    const startedAt = new Date(now.getTime() - daysAgo * DAY);
    return stack.sandbox.addCall({ recordedBy: ANNA, startedAt, endedAt: startedAt, createdAt: startedAt });
  };
  const [old, young] = [add(20), add(2)];
  await stack.sync({ hours: 720 });
  const caller = await stack.caller();
  const read = async (recordingId: bigint) => {
    const { id } = await deps.db.prisma.call.findUniqueOrThrow({ where: { recordingId } });
    return await caller.calls.byId({ id });
  };
  expect(await pruneContent(deps)).toBe(0);
  await expect(caller.fathomSettings.update({ retentionDays: 0 })).rejects.toThrow();
  const { config } = await caller.fathomSettings.update({ retentionDays: 14 });
  expect(config.retentionDays).toBe(14);

  // What an open run has just stored is none of its business.
  await deps.db.pool.query("UPDATE sync_runs SET status = 'running', finished_at = NULL");
  expect(await pruneContent(deps)).toBe(0);
  await deps.db.pool.query("UPDATE sync_runs SET status = 'succeeded', finished_at = now()");
  expect(await pruneContent(deps)).toBe(1);
  expect(await pruneContent(deps)).toBe(0);

  const pruned = await read(old.recordingId);
  expect(pruned).toMatchObject({ transcript: null, hasTranscript: false, contentState: "complete" });
  expect(pruned.contentPrunedAt).toBeInstanceOf(Date);
  expect(pruned).toMatchObject({ summary: null, actionItems: null, invitees: [] });
  expect(await read(young.recordingId)).toMatchObject({ hasTranscript: true, contentPrunedAt: null });

  // The same again, and then one that Fathom has changed meanwhile.
  expect(await stack.sync({ hours: 720 })).toMatchObject({ updated: 0 });
  stack.sandbox.editCall(old.recordingId, {
    title: "Andere titel",
    transcript: [{ speaker: "Anna", email: null, text: "Heel iets anders", seconds: 1 }],
  });
  expect(await stack.sync({ hours: 720 })).toMatchObject({ updated: 1 });
  expect(await refreshContent(deps)).toEqual({ asked: 0, filled: 0 });
  expect(await read(old.recordingId)).toMatchObject({ title: "Andere titel", transcript: null });
  expect(await deps.db.prisma.transcript.count()).toBe(1);
  expect(await deps.db.prisma.callContent.count({ where: { state: "awaited" } })).toBe(0);
  expect(await checkConsistency(deps)).toEqual([]);

  await caller.fathomSettings.update({ retentionDays: null });
  expect((await caller.fathomSettings.get()).retentionDays).toBeNull();
  const subjects = (await caller.audit.list()).items.map(({ subject }) => subject);
  expect(subjects).toContain("transcript_retention_days");
});
