import { createWorld } from "@koppeling/sandbox/create-world";
import { makeCall } from "@koppeling/sandbox/make-call";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { checkPromise } from "./check-promise";
import { CHAOS_REPS } from "./create-chaos-world";
import { createCluster } from "./create-cluster";
import { runSeed } from "./run-seed";

/** A short part of the campaign; `npm run chaos` plays hundreds of seeds. Between them these kill, revoke and restart. */
const SEEDS = [3, 6];

describe("a seed's trouble", () => {
  // Each seed has a database of its own in it, as in the campaign.
  let cluster: Awaited<ReturnType<typeof createCluster>>;
  beforeAll(async () => {
    cluster = await createCluster();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  it.each(SEEDS)("keeps the promise through the trouble of seed %i", { timeout: 300_000 }, async (seed) => {
    const { breaches, story } = await runSeed(seed, cluster);
    expect(breaches, story.join("\n")).toEqual([]);
  });
});

it("has a checker that sees a lost call, a doubled figure, an older title and a wrong rep", async () => {
  const now = new Date();
  const world = createWorld({ recordings: [] });
  await using stack = await createTestStack({ sandbox: { world, now: () => now } });
  for (const { name, email, aliases } of CHAOS_REPS.slice(0, 2)) await stack.addRep(name, email, { aliases });
  const [first, second, third] = ["a", "b", "c"].map((title) => {
    const call = makeCall({ title, recordedBy: { email: "anna@chaos.example" } }, now, []);
    world.put(call);
    return call;
  });
  await stack.sync({ hours: 24 });
  const { db } = stack.deps;
  expect(await checkPromise(db, world, now)).toEqual([]);

  await db.pool.query("DELETE FROM calls WHERE recording_id = $1", [first?.recordingId]);
  await db.pool.query("UPDATE calls SET title = 'oud' WHERE recording_id = $1", [second?.recordingId]);
  await db.pool.query(
    "UPDATE calls SET sales_rep_id = (SELECT id FROM sales_reps WHERE name = 'Bram') WHERE recording_id = $1",
    [third?.recordingId],
  );
  await db.pool.query("UPDATE sync_runs SET processed = processed + 1");
  const breaches = (await checkPromise(db, world, now)).join("\n");
  for (const word of [
    "not stored",
    "an older title",
    "under bram@chaos.example",
    "processed is not the sum",
    "imported, but no call",
  ]) {
    expect(breaches).toContain(word);
  }
});
