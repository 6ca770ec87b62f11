import { createBulkWorld } from "@koppeling/sandbox/create-bulk-world";
import { createWorld } from "@koppeling/sandbox/create-world";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { describe, expect, it } from "vitest";
import { extrapolate, planDuration } from "./estimate-sync";

const HOUR = 3_600_000;
const ANNA = { name: "Anna", email: "anna@zonnewende.example" };
const now = new Date();

describe("a dry run", () => {
  it("counts a small window to its end, by light requests, and imports nothing", async () => {
    await using stack = await createTestStack({
      sandbox: { world: createBulkWorld({ count: 37, reps: [ANNA], until: now }), now: () => now },
    });
    await stack.addRep(ANNA.name, ANNA.email);
    const estimate = await (await stack.caller()).sync.estimate({ hours: 24 });
    expect(estimate).toMatchObject({ pages: 4, recordings: 37, exact: true });
    expect(stack.sandbox.requests.map((request) => request.class)).toEqual([
      "light",
      "light",
      "light",
      "light",
    ]);
    expect(await stack.deps.db.prisma.recording.count()).toBe(0);
    expect(await stack.deps.db.prisma.syncRun.count()).toBe(0);
  });

  it("reads five pages of a large one, and says what their pace comes to at the present budget", async () => {
    await using stack = await createTestStack({
      sandbox: { world: createBulkWorld({ count: 2000, reps: [ANNA], until: now }), now: () => now },
      environment: { FATHOM_REQUESTS_PER_MINUTE: "60", FATHOM_HEAVY_REQUESTS_PER_MINUTE: "30" },
    });
    const caller = await stack.caller();
    const estimate = await caller.sync.estimate({
      from: new Date(now.getTime() - 2000 * 10 * 60_000),
      to: now,
    });
    expect(estimate.exact).toBe(false);
    expect(stack.sandbox.requests).toHaveLength(5);
    expect(Math.abs(estimate.recordings - 2000)).toBeLessThan(300);
    expect(estimate.pages).toBe(Math.ceil(estimate.recordings / 10));
    // 30 at once, the others at 30 in 60 seconds and a little.
    expect(estimate.seconds).toBe(Math.ceil(((estimate.pages - 30) / 30) * (60 / 0.957)));

    await stack.deps.db.pool.query("UPDATE rate_budgets SET blocked_until = now() + interval '90 seconds'");
    const blocked = await caller.sync.estimate({ hours: 24 });
    expect(blocked).toMatchObject({ exact: false, recordings: 1 });
    expect(blocked.seconds).toBeGreaterThan(80);
    expect(stack.sandbox.requests).toHaveLength(5);
  });

  it("is of one rep alone when that is asked", async () => {
    const bram = { name: "Bram", email: "bram@zonnewende.example" };
    await using stack = await createTestStack({
      sandbox: { world: createBulkWorld({ count: 60, reps: [ANNA, bram], until: now }), now: () => now },
    });
    const anna = await stack.addRep(ANNA.name, ANNA.email);
    const caller = await stack.caller();
    expect(await caller.sync.estimate({ salesRepId: anna })).toMatchObject({
      recordings: 30,
      pages: 3,
      exact: true,
    });
    await expect(caller.sync.estimate({ salesRepId: crypto.randomUUID() })).rejects.toThrow("not_found");
  });

  it("says that there is no key, or that Fathom refuses it", async () => {
    await using keyless = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
    await expect((await keyless.caller()).sync.estimate()).rejects.toThrow("not_configured");
    await using stack = await createTestStack({ sandbox: { world: createWorld({ recordings: [] }) } });
    stack.sandbox.faults.always("revoked_key");
    await expect((await stack.caller()).sync.estimate()).rejects.toThrow("fathom_unauthorized");
  });
});

describe("from a few pages to all", () => {
  const window = { from: new Date(0), to: new Date(100 * HOUR) };
  const sample = (oldestHour: number | null, recordings = 50) => ({
    recordings,
    pages: 5,
    complete: false,
    oldest: oldestHour === null ? null : new Date(oldestHour * HOUR),
  });
  it.each([
    ["a tenth of the time holds a tenth", sample(90), 0, { recordings: 500, pages: 50, exact: false }],
    ["what is known already counts", sample(90), 800, { recordings: 800, pages: 80, exact: false }],
    ["there is more, and nobody knows how much", sample(-3), 0, { recordings: 51, pages: 6, exact: false }],
    [
      "nothing could be read",
      { ...sample(null, 0), pages: 0 },
      12,
      { recordings: 12, pages: 2, exact: false },
    ],
  ])("%s", (_case, pages, inLedger, expected) => {
    expect(extrapolate(pages, window, inLedger)).toEqual(expected);
  });

  it.each([
    ["unpaced", 10, null, 0.2, 2],
    ["all at once", 20, { free: 30, perSecond: 0.475, blockedSeconds: 0 }, 0.5, 10],
    ["beyond what is free", 125, { free: 30, perSecond: 0.475, blockedSeconds: 0 }, 0.5, 200],
    ["blocked first", 1, { free: 30, perSecond: 0.475, blockedSeconds: 40 }, 0.5, 40],
  ])("takes time: %s", (_case, pages, budget, secondsPerPage, expected) => {
    expect(planDuration(pages, budget, secondsPerPage)).toBe(expected);
  });
});
