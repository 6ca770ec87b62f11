import { createWorld } from "@koppeling/sandbox/create-world";
import { createRateLimiter } from "@koppeling/sandbox/rate-limiter";
import { createRandom } from "@koppeling/sandbox/random";
import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { hashApiKey } from "../settings/hash-api-key";
import {
  boundWait,
  clearBlocks,
  loadBlock,
  loadBudget,
  noteAnswer,
  noteRefusal,
  takeSlot,
} from "./rate-budget";

const KEY = "key-hash";
const API_KEY = "a key";
let stack: TestStack;
let other: TestStack;
beforeAll(async () => {
  const environment = { FATHOM_REQUESTS_PER_MINUTE: "20", FATHOM_HEAVY_REQUESTS_PER_MINUTE: "10" };
  stack = await createTestStack({ environment });
  // Another process on the same database.
  other = await createTestStack({ environment: { ...environment, DATABASE_URL: stack.databaseUrl } });
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await stack[Symbol.asyncDispose]();
});
beforeEach(() => stack.deps.db.pool.query("TRUNCATE rate_budgets"));

const take = (requestClass: "light" | "heavy" = "heavy", key = KEY, { deps } = stack) =>
  takeSlot(deps, key, requestClass);
const taken = (waits: number[]) => waits.filter((wait) => wait === 0).length;
const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

/** Lets time pass for the budget without waiting for it: all that it remembers becomes so much older. */
const passTime = (seconds: number) =>
  stack.deps.db.pool.query(
    `UPDATE rate_budgets SET blocked_until = blocked_until - make_interval(secs => $1),
       taken = ARRAY(SELECT t - make_interval(secs => $1) FROM unnest(taken) WITH ORDINALITY AS u(t, place) ORDER BY place)`,
    [seconds],
  );

describe("takeSlot", () => {
  it("gives as many places as there are, however many ask at once", async () => {
    const waits = await times(50, () => take());
    expect(taken(waits)).toBe(10);
    for (const wait of waits.filter((seconds) => seconds > 0)) {
      // Until the first place is free again, which is after a minute and the reserve.
      expect(wait).toBeGreaterThan(1);
      expect(wait).toBeLessThan(64);
    }
    expect(taken(await times(5, () => take()))).toBe(0);
  });

  it("counts all processes together", async () => {
    const waits = await times(50, (index) => take("heavy", KEY, index % 2 === 0 ? stack : other));
    expect(taken(waits)).toBe(10);
  });

  it("counts anew for everybody who waited while another took places", async () => {
    await times(5, () => take());
    const holder = await other.deps.db.pool.connect();
    let waits: Promise<number[]>;
    try {
      await holder.query("BEGIN");
      await holder.query("SELECT FROM rate_budgets FOR UPDATE");
      waits = times(16, (index) => take("heavy", KEY, index % 2 === 0 ? stack : other));
      const blocked = async () => {
        const { rows } = await holder.query<{ count: number }>(
          "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        return rows[0]?.count;
      };
      await expect.poll(blocked, { timeout: 20_000 }).toBe(16);
      await holder.query("COMMIT");
    } finally {
      holder.release();
    }
    expect(taken(await waits)).toBe(5);
  });

  it("counts a heavy request among all requests as well, and a light one only there", async () => {
    expect(taken(await times(15, () => take("light")))).toBe(15);
    expect(taken(await times(10, () => take("heavy")))).toBe(5);
    expect(await take("light")).toBeGreaterThan(0);
    // A heavy request that did not fit among all of them took no heavy place either.
    const { rows } = await stack.deps.db.pool.query<{ request_class: string; count: number }>(
      "SELECT request_class, cardinality(taken) AS count FROM rate_budgets ORDER BY request_class",
    );
    expect(rows).toEqual([
      { request_class: "heavy", count: 5 },
      { request_class: "light", count: 20 },
    ]);
  });

  it("keeps keys apart", async () => {
    expect(taken(await times(12, () => take("heavy", "one")))).toBe(10);
    expect(taken(await times(12, () => take("heavy", "another")))).toBe(10);
  });

  it("gives each place back after the window, and not before", async () => {
    await times(5, () => take());
    await passTime(30);
    await times(5, () => take());
    const wait = await take();
    expect(wait).toBeGreaterThan(0);
    // The five of that moment were taken one after the other.
    await passTime(wait + 5);
    expect(taken(await times(10, () => take()))).toBe(5);
    await passTime(40);
    expect(taken(await times(20, () => take()))).toBe(5);
    await passTime(64);
    expect(taken(await times(20, () => take()))).toBe(10);
  });

  it("remembers no more than it needs", async () => {
    for (let round = 0; round < 3; round++) {
      await times(12, () => take());
      await passTime(64);
    }
    const { rows } = await stack.deps.db.pool.query<{ count: number }>(
      "SELECT cardinality(taken) AS count FROM rate_budgets ORDER BY request_class",
    );
    expect(rows.map((row) => row.count)).toEqual([10, 20]);
  });

  it("is not held up by a database clock that was set back", async () => {
    await times(10, () => take());
    await passTime(-24 * 3_600);
    expect(await take()).toBe(0);
  });

  it.each(["60000", "999999999", "61"])(
    "is blocked for no longer than Fathom's window when nothing is left of it, whatever the reset says: %s",
    async (reset) => {
      const { deps, sandbox } = stack;
      sandbox.faults.next("headers", 1, {
        path: "/meetings",
        headers: { "ratelimit-remaining": "0", "ratelimit-reset": reset, "ratelimit-limit": "10" },
      });
      expect(await stack.sync({ from: new Date(Date.now() - 60_000) })).toMatchObject({
        status: "succeeded",
      });
      const { blockedSeconds } = (await loadBudget(deps, hashApiKey(deps, SANDBOX_API_KEY), "heavy")) ?? {};
      expect(blockedSeconds).toBeGreaterThan(0);
      expect(blockedSeconds).toBeLessThanOrEqual(60);
    },
  );

  it("goes by the limits as they are now", async () => {
    await times(10, () => take());
    const { config } = stack.deps;
    const before = { ...config };
    try {
      Object.assign(config, { fathomHeavyRequestsPerMinute: 12 });
      expect(taken(await times(20, () => take()))).toBe(2);
      Object.assign(config, { fathomHeavyRequestsPerMinute: 3 });
      await passTime(64);
      expect(taken(await times(20, () => take()))).toBe(3);
      Object.assign(config, { fathomHeavyRequestsPerMinute: 0, fathomRequestsPerMinute: 0 });
      expect(taken(await times(100, () => take()))).toBe(100);
    } finally {
      Object.assign(config, before);
    }
  });
});

const MINUTE = { rateWindowSeconds: 60 };
/** What a header can be made to say, as it comes out of its parser, and what nobody's parser should let through. */
const ABSURD = [
  null,
  ...[0, -0, -1, -86_400, 0.001, 86_400, 1e9, 4e9, 1e300],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_SAFE_INTEGER],
];

describe("boundWait", () => {
  it.each([
    ["what is named, within a window", 7, 1, 7],
    ["a window at first", 86_400, 1, 60],
    ["two of them then", 86_400, 2, 120],
    ["and eight", 86_400, 4, 480],
    ["never more than fifteen", 86_400, 12, 900],
    ["ten seconds when nothing is named", null, 1, 10],
    ["which double", null, 3, 40],
    ["up to fifteen windows", null, 30, 900],
    ["a time of nothing is none", 0, 1, 10],
    ["nor is one in the past", -600, 2, 20],
    ["too little, named again and again", 1, 7, 64],
  ])("waits %s", (_name, named, refusals, expected) => {
    expect(boundWait(named, refusals, MINUTE)).toBe(expected);
  });

  it("is more than nothing, and at most what the refusals so far are worth, whatever is named", () => {
    const named = fc.oneof(fc.constantFrom(...ABSURD), fc.double(), fc.integer());
    const count = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(0, -1, Number.NaN, 1e9));
    fc.assert(
      fc.property(named, count, fc.constantFrom(1, 60), (seconds, refusals, rateWindowSeconds) => {
        const wait = boundWait(seconds, refusals, { rateWindowSeconds });
        const worth = 2 ** Math.min(10, Math.max(0, refusals - 1 || 0));
        return wait > 0 && wait <= rateWindowSeconds * Math.min(15, worth);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a refusal", () => {
  it("holds everybody back for the time that Fathom told", async () => {
    await noteRefusal(stack.deps, KEY, "heavy", 30);
    const waits = await times(5, (index) => take("heavy", KEY, index % 2 === 0 ? stack : other));
    for (const wait of waits) {
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(30);
    }
    expect(await take("light")).toBe(0);
    expect(await take("heavy", "another key")).toBe(0);
    await passTime(30);
    expect(taken(await times(20, () => take()))).toBe(10);
  });

  it("goes by the longest time, in whatever order they were told", async () => {
    await noteRefusal(stack.deps, KEY, "heavy", 10);
    await noteRefusal(stack.deps, KEY, "heavy", 100);
    await noteRefusal(stack.deps, KEY, "heavy", 20);
    await passTime(60);
    const wait = await take();
    expect(wait).toBeGreaterThan(30);
    expect(wait).toBeLessThanOrEqual(40);
  });

  it("leaves the places that were taken before as they were", async () => {
    await times(10, () => take());
    await noteRefusal(stack.deps, KEY, "heavy", 5);
    expect(await take()).toBeGreaterThan(5);
  });

  it.each(ABSURD)(
    "of %s seconds never blocks beyond the bound, and each in a row may block for longer",
    async (named) => {
      const longest: number[] = [];
      for (let count = 1; count <= 7; count++) {
        const told = await noteRefusal(stack.deps, KEY, "heavy", named);
        const wait = await take();
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(Math.min(900, 60 * 2 ** (count - 1)));
        longest.push(told);
        await passTime(wait);
      }
      expect(longest).toEqual(longest.toSorted((a, b) => a - b));
      expect((longest.at(-1) ?? 0) > (longest[0] ?? 0)).toBe(true);
    },
  );

  it("is forgotten with the next answer that is none, and not with one that was asked before it", async () => {
    const { deps } = stack;
    const keyHash = hashApiKey(deps, "key");
    const rateLimit = { limit: null, remaining: null, resetSeconds: null };
    const answer = (status: number) =>
      noteAnswer(deps, "key", { requestClass: "heavy", status, retryAfterSeconds: 86_400, rateLimit });
    await answer(429);
    await answer(200);
    expect(await loadBlock(deps, keyHash)).toMatchObject({ refusals: 1 });
    await answer(429);
    expect((await loadBlock(deps, keyHash))?.seconds).toBeGreaterThan(60);
    await passTime(120);
    await answer(503);
    await answer(429);
    expect((await loadBlock(deps, keyHash))?.refusals).toBe(3);
    await passTime(240);
    expect(await take("heavy", keyHash)).toBe(0);
    await answer(200);
    await answer(429);
    const again = await loadBlock(deps, keyHash);
    expect(again?.refusals).toBe(1);
    expect(again?.seconds).toBeLessThanOrEqual(60);
  });

  it("holds nobody back when it was written by a clock that has been set back since, or by an older version", async () => {
    await noteRefusal(stack.deps, KEY, "heavy", 30);
    await passTime(-86_400);
    expect(await take()).toBe(0);
    expect(await loadBlock(stack.deps, KEY)).toBeNull();
  });

  it("is over once somebody wants to know, and counts on", async () => {
    await noteRefusal(stack.deps, KEY, "heavy", 60);
    await noteRefusal(stack.deps, KEY, "light", 60);
    await clearBlocks(stack.deps, KEY);
    expect(await take()).toBe(0);
    expect(await noteRefusal(stack.deps, KEY, "heavy", 86_400)).toBe(120);
  });
});

describe("a backfill at Fathom's own pace", () => {
  const LIMITS = { light: 60, heavy: 30, windowMs: 60_000 };
  const WINDOWS = 8;

  it.each([
    ["with what it says of its window", true],
    ["without a word of it", false],
  ])("draws no 429 over many windows, and uses at least nine tenths of each: %s", async (_name, isTold) => {
    const { config } = stack.deps;
    const before = { ...config };
    Object.assign(config, {
      fathomRequestsPerMinute: LIMITS.light,
      fathomHeavyRequestsPerMinute: LIMITS.heavy,
    });
    try {
      let passed = 0;
      const virtualNow = () => Date.now() + passed;
      const pass = async (seconds: number) => {
        await passTime(seconds);
        passed += seconds * 1_000;
      };
      const random = createRandom("rate-budget");
      const limiter = createRateLimiter(LIMITS, virtualNow);
      const start = virtualNow();
      const perWindow = Array.from({ length: WINDOWS }, () => 0);
      while (virtualNow() - start < WINDOWS * LIMITS.windowMs) {
        const wait = await take("heavy", hashApiKey(stack.deps, API_KEY));
        if (wait > 0) {
          await pass(wait);
          continue;
        }
        // On its way to Fathom a request takes a moment, and now and then seconds.
        await pass(random.next() < 0.03 ? 2.5 : random.next() * 0.2);
        const window = Math.floor((virtualNow() - start) / LIMITS.windowMs);
        const verdict = limiter("heavy");
        expect(verdict.allowed).toBe(true);
        if (isTold) {
          const { limit, remaining, resetSeconds } = verdict;
          const rateLimit = { limit, remaining, resetSeconds };
          await noteAnswer(stack.deps, API_KEY, {
            requestClass: "heavy",
            status: 200,
            retryAfterSeconds: null,
            rateLimit,
          });
        }
        if (window < WINDOWS) perWindow[window] = (perWindow[window] ?? 0) + 1;
      }
      for (const count of perWindow) expect(count).toBeGreaterThanOrEqual(0.9 * LIMITS.heavy);
    } finally {
      Object.assign(config, before);
    }
  });

  it("comes through a sync against a sandbox that limits, with every call", async () => {
    const limits = { light: 40, heavy: 20, windowMs: 1_000 };
    const now = new Date();
    await using limited = await createTestStack({
      sandbox: { world: createWorld({ recordings: [] }), now: () => now, limits },
      environment: { FATHOM_REQUESTS_PER_MINUTE: "40", FATHOM_HEAVY_REQUESTS_PER_MINUTE: "20" },
      config: { rateWindowSeconds: 1 },
    });
    await limited.addRep("Anna", "anna@z.example");
    for (let index = 0; index < 450; index++) {
      limited.sandbox.addCall({ recordedBy: { email: "anna@z.example" }, summary: null, transcript: [] });
    }
    expect(await limited.sync({ hours: 24 })).toMatchObject({
      status: "succeeded",
      processed: 450,
      imported: 450,
    });
    const asked = limited.sandbox.requests.filter(
      (request) => request.path === "/meetings" && request.status === 200,
    );
    expect(asked).toHaveLength(45);
  });
});
