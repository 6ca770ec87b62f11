import { createWorld } from "@koppeling/sandbox/create-world";
import { expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";

const now = new Date("2026-11-20T10:00:00Z");
const at = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * 3_600_000);

it("lists the recordings of a group, page by page, and of an error what is wrong with it", async () => {
  await using stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), now: () => now },
    clock: { now: () => now, sleep: async () => undefined },
  });
  await stack.addRep("Anna", "anna@z.example");
  for (const hoursAgo of [3, 2, 4]) {
    stack.sandbox.addCall({
      recordedBy: { email: "Kees@z.example", name: "Kees", team: "Sales" },
      startedAt: at(hoursAgo),
      endedAt: at(hoursAgo),
    });
  }
  stack.sandbox.faults.next("odd_item");
  await stack.sync({ hours: 24 });
  const caller = await stack.caller();
  const group = { recorderEmail: "kees@z.example", reason: "no_matching_rep" as const };

  const first = await caller.skipped.recordings({ ...group, limit: 2 });
  expect(first.items).toMatchObject([
    { at: at(2), team: "Sales", problem: null, notSeenSince: null },
    { at: at(3) },
  ]);
  const rest = await caller.skipped.recordings({ ...group, limit: 2, cursor: first.nextCursor });
  expect(rest).toMatchObject({ items: [{ at: at(4) }], nextCursor: null });

  const { items: errors } = await caller.skipped.recordings({ recorderEmail: null, reason: "unreadable" });
  expect(errors.length).toBeGreaterThan(0);
  for (const { problem } of errors) expect(problem).toMatch(/\w/);

  await expect(caller.skipped.recordings({ ...group, cursor: "x" })).rejects.toThrow("bad_input");
  await expect((await stack.caller("viewer")).skipped.recordings(group)).rejects.toThrow("not_allowed");
});
