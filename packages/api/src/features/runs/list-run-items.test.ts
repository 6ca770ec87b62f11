import { createWorld } from "@koppeling/sandbox/create-world";
import { expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";

const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const now = new Date();

it("accounts for every recording of a run, page by page, with titles of calls alone", async () => {
  await using stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams: [], members: [] }), now: () => now },
  });
  await stack.addRep(ANNA.name, ANNA.email);
  for (let index = 0; index < 7; index++) stack.sandbox.addCall({ recordedBy: ANNA, title: "Van een rep" });
  for (let index = 0; index < 5; index++)
    stack.sandbox.addCall({ recordedBy: { email: "iemand@elders.example" }, title: "Geheim" });
  stack.sandbox.faults.next("odd_item");
  const result = await stack.sync({ hours: 24 });
  const caller = await stack.caller();

  const found = new Map<string, { outcome: string; title: string | null; reason: string | null }>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof caller.sync.decisions>> = await caller.sync.decisions({
      runId: result.runId,
      limit: 4,
      cursor,
    });
    for (const item of page.items) found.set(item.recordingId, item);
    cursor = page.nextCursor;
  } while (cursor !== null);

  const count = (outcome: string) => [...found.values()].filter((item) => item.outcome === outcome).length;
  expect(found.size).toBe(result.processed);
  expect([count("imported"), count("skipped"), count("error")]).toEqual([7, 5, result.errors]);
  for (const { outcome, title, reason } of found.values()) {
    expect(title).toBe(outcome === "imported" ? "Van een rep" : null);
    expect(reason === null).toBe(outcome === "imported");
  }
  const strangers = await caller.sync.decisions({ runId: result.runId, reason: "no_matching_rep" });
  expect(strangers.items).toHaveLength(5);
  await expect((await stack.caller("viewer")).sync.decisions({ runId: result.runId })).rejects.toThrow(
    "not_allowed",
  );
  // What no bigint or text of PostgreSQL holds is the asker's mistake, and no failure of ours.
  const { runId } = result;
  await expect(caller.sync.decisions({ runId, cursor: "9999999999999999999" })).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
  expect(await caller.sync.decisions({ runId, cursor: "9223372036854775807", reason: "\0" })).toMatchObject({
    items: [],
  });
  await expect(caller.sync.decisions({ runId: crypto.randomUUID() })).rejects.toThrow("not_found");
});
