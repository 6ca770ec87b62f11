import { createWorld } from "@koppeling/sandbox/create-world";
import { describe, expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";

const now = new Date("2026-11-20T10:00:00Z");
const at = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * 3_600_000);

describe("skipped.list", () => {
  it("lists every recording that is no call, by who recorded it and why, the largest group first", async () => {
    await using stack = await createTestStack({
      sandbox: { world: createWorld({ recordings: [] }), now: () => now },
      clock: { now: () => now, sleep: async () => undefined },
    });
    await stack.addRep("Anna", "anna@z.example", { aliases: ["info@z.example"] });
    await stack.addRep("Bram", "bram@z.example", { aliases: ["info@z.example"] });
    await stack.addRep("Oud", "oud@z.example", { archived: true });
    const caller = await stack.caller();
    await caller.fathomSettings.update({ teamFilter: ["Sales"] });
    const add = (email: string, hoursAgo: number, team = "Sales") =>
      stack.sandbox.addCall({
        recordedBy: { email, name: "K. Jansen", team },
        startedAt: at(hoursAgo),
        endedAt: at(hoursAgo),
      });
    add("kees@z.example", 3);
    add("Kees@Z.example", 2);
    add("KEES@z.example", 4);
    add("oud@z.example", 5);
    add("info@z.example", 6);
    add("anna@z.example", 7, "Marketing");
    add("anna@z.example", 8);
    stack.sandbox.faults.next("odd_item");
    await stack.sync({ hours: 24 });

    const { groups } = await caller.skipped.list();
    const unreadable = groups.filter((group) => group.reason === "unreadable");
    expect(unreadable).toMatchObject([{ recorderEmail: null, recorderName: null, latestAt: null }]);
    expect(groups.filter((group) => group.reason !== "unreadable")).toEqual([
      {
        recorderEmail: "kees@z.example",
        recorderName: "K. Jansen",
        reason: "no_matching_rep",
        count: 3,
        latestAt: at(2),
        teams: ["Sales"],
        suggestion: { kind: "new_rep", name: "K. Jansen" },
        brings: 3,
      },
      {
        recorderEmail: "anna@z.example",
        recorderName: "K. Jansen",
        reason: "other_team",
        count: 1,
        latestAt: at(7),
        teams: ["Marketing"],
        suggestion: null,
        brings: 0,
      },
      {
        recorderEmail: "info@z.example",
        recorderName: "K. Jansen",
        reason: "ambiguous_rep",
        count: 1,
        latestAt: at(6),
        teams: ["Sales"],
        suggestion: null,
        brings: 1,
      },
      {
        recorderEmail: "oud@z.example",
        recorderName: "K. Jansen",
        reason: "rep_archived",
        count: 1,
        latestAt: at(5),
        teams: ["Sales"],
        suggestion: null,
        brings: 1,
      },
    ]);
    const counts = groups.map((group) => group.count);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    const { ledger } = await caller.overview.get();
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(ledger.skipped + ledger.errors);

    await caller.salesReps.create({ name: "Kees", email: "kees@z.example" });
    await stack.sync({ hours: 24 });
    const after = await caller.skipped.list();
    expect(after.groups.map((group) => group.recorderEmail)).not.toContain("kees@z.example");
  });

  it("lists nothing of an empty ledger", async () => {
    await using stack = await createTestStack();
    expect(await (await stack.caller()).skipped.list()).toEqual({ groups: [] });
  });
});
