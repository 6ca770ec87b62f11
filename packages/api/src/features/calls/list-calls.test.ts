import { createWorld } from "@koppeling/sandbox/create-world";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexSearch } from "./index-search.job";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";

const ANNA = { name: "Anna", email: "anna@z.example", team: "Sales" };
const BRAM = { name: "Bram", email: "bram@z.example", team: "Marketing" };
const now = new Date("2026-11-20T10:00:00Z");
const at = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * 3_600_000);

let stack: TestStack;
let anna = "";
let bram = "";
beforeAll(async () => {
  stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), now: () => now },
    clock: { now: () => now, sleep: async () => undefined },
  });
  anna = await stack.addRep(ANNA.name, ANNA.email);
  bram = await stack.addRep(BRAM.name, BRAM.email);
  const external = [{ name: "Marco", email: "marco@klant.example", isExternal: true }];
  const internal = [{ name: "Anna", email: ANNA.email, isExternal: false }];
  const add = (title: string, hoursAgo: number, extra: Parameters<typeof stack.sandbox.addCall>[0] = {}) =>
    stack.sandbox.addCall({
      recordedBy: ANNA,
      title,
      startedAt: at(hoursAgo),
      endedAt: at(hoursAgo - 1),
      ...extra,
    });
  add("100% korting", 30);
  add("100 procent korting", 31);
  add("plan_b", 32);
  add("planXb", 33);
  add("back\\slash", 34);
  add("Überzicht met Zoë", 35, { invitees: internal });
  add("Zonder inhoud", 36, { contentReadyAt: null });
  add("Van Bram", 37, { recordedBy: BRAM, invitees: external });
  await stack.sync({ hours: 720 });
  await indexSearch(stack.deps);
});
afterAll(() => stack[Symbol.asyncDispose]());

type Filter = Parameters<Awaited<ReturnType<TestStack["caller"]>>["calls"]["list"]>[0];
const list = async (filter: Filter) => (await stack.caller("viewer")).calls.list(filter);
const titles = async (filter: Filter) => (await list(filter)).items.map((item) => item.title);

describe("calls.list", () => {
  it("lists newest first, with nothing of what was said", async () => {
    const { items, nextCursor } = await list({});
    expect(items).toHaveLength(8);
    expect(nextCursor).toBeNull();
    const times = items.map((item) => item.startedAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(Object.keys(items[0] ?? {}).toSorted()).toEqual([
      "actionItemCount",
      "contentAwaited",
      "contentState",
      "durationFault",
      "durationSeconds",
      "hasSummary",
      "hasTranscript",
      "id",
      "inviteeCount",
      "invitees",
      "isExternal",
      "language",
      "match",
      "recordingId",
      "salesRep",
      "startedAt",
      "team",
      "title",
    ]);
    expect(items[0]).toMatchObject({
      title: "100% korting",
      durationSeconds: 3_600,
      salesRep: { id: anna, name: "Anna" },
      hasTranscript: true,
      hasSummary: true,
      contentAwaited: false,
    });
  });

  it.each([
    ["KORTING", ["100% korting", "100 procent korting"]],
    ["100%", ["100% korting", "100 procent korting"]],
    ["  überzicht  ", ["Überzicht met Zoë"]],
    ["uberzicht zoe", ["Überzicht met Zoë"]],
    ["ZOË", ["Überzicht met Zoë"]],
    ["Zoe\u0308", ["Überzicht met Zoë"]],
    ["met zoë de", ["Überzicht met Zoë"]],
    ["plan_b", ["plan_b"]],
    ["back slash", ["back\\slash"]],
    ["nergens", []],
    ["kor\0ting", ["100% korting", "100 procent korting"]],
    ["' OR 1=1 --", []],
    ["'korting':* | nergensx", []],
    ["%", []],
    ["_ \\ ' & | ! ( ) : *", []],
  ])(
    "finds words in titles, whatever the case and accents, and reads no sign as syntax: %j",
    async (q, expected) => {
      // Every call here has a transcript with words of its own.
      const { items } = await list({ q });
      const found = items.filter(({ match }) => match?.where === "title");
      expect(found.map(({ title }) => title)).toEqual(expected);
    },
  );

  it("takes a search for nothing for no search", async () => {
    expect(await titles({ q: "  " })).toHaveLength(8);
  });

  it("filters by rep, team, company, content and time, and by several at once", async () => {
    expect(await titles({ salesRepId: bram })).toEqual(["Van Bram"]);
    expect(await titles({ team: "Marketing" })).toEqual(["Van Bram"]);
    expect(await titles({ external: false })).toEqual(["Überzicht met Zoë"]);
    expect(await titles({ external: true })).toHaveLength(7);
    expect(await titles({ hasTranscript: false })).toEqual(["Zonder inhoud"]);
    expect(await titles({ awaited: true })).toEqual(["Zonder inhoud"]);
    expect(await titles({ salesRepId: anna, hasTranscript: true, q: "plan_b" })).toEqual(["plan_b"]);
    expect(await titles({ salesRepId: bram, team: "Sales" })).toEqual([]);
  });

  it("names the teams that there are calls of", async () => {
    expect(await (await stack.caller("viewer")).calls.teams()).toEqual({ teams: ["Marketing", "Sales"] });
  });

  it("takes from for the first instant inside and to for the first one outside", async () => {
    expect(await titles({ from: at(31), to: at(30) })).toEqual(["100 procent korting"]);
    expect(await titles({ from: at(31) })).toEqual(["100% korting", "100 procent korting"]);
    expect(await titles({ to: at(37) })).toEqual([]);
    expect(await titles({ from: at(30), to: at(31) })).toEqual([]);
  });

  it.each<[string, Filter]>([
    ["no base64", { cursor: "%%%" }],
    ["no JSON", { cursor: Buffer.from("x").toString("base64url") }],
    ["JSON of another shape", { cursor: Buffer.from("[1,2]").toString("base64url") }],
    ["an id that is none", { cursor: Buffer.from('["2026-11-20T10:00:00.000Z","x"]').toString("base64url") }],
    [
      "a time that is none",
      { cursor: Buffer.from(`["gisteren","${crypto.randomUUID()}"]`).toString("base64url") },
    ],
    ["empty text inside", { cursor: Buffer.from('""').toString("base64url") }],
    ["too long", { cursor: "A".repeat(201) }],
    ["no calls a page", { limit: 0 }],
    ["too many a page", { limit: 101 }],
    ["half a call", { limit: 1.5 }],
    ["an id that is none, as rep", { salesRepId: "1" }],
    ["a search without end", { q: "x".repeat(201) }],
    ["a day before the calendar", { from: new Date(-8.64e15) }],
    ["a day after all", { to: new Date(8.64e15) }],
    ["no day at all", { from: new Date(Number.NaN) }],
  ])("refuses what makes no sense: %s", async (_name, filter) => {
    await expect(list(filter)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("pages of calls", () => {
  const EACH = [50, 60, 1, 30];

  it("hold each call exactly once, however many start at the same instant, and new ones do not shift them", async () => {
    await using many = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
    const rep = await many.addRep(ANNA.name, ANNA.email);
    const insert = (first: number, count: number, startedAt: Date) =>
      many.deps.db.pool.query(
        `WITH ids AS (SELECT generate_series($1::bigint, $1::bigint + $2 - 1) AS id),
         ledger AS (INSERT INTO recordings (recording_id, decision) SELECT id, 'imported' FROM ids)
         INSERT INTO calls (recording_id, sales_rep_id, matched_by, title, recorder_email, started_at, details_hash, observed_at)
         SELECT id, $3, 'email', 'Call ' || id, 'anna@z.example', $4, '', now() FROM ids`,
        [first, count, rep, startedAt],
      );
    let next = 1;
    for (const [index, count] of EACH.entries()) {
      await insert(next, count, new Date(now.getTime() - index));
      next += count;
    }
    const total = next - 1;
    const caller = await many.caller("viewer");
    const seen: { id: string; startedAt: Date }[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof list>> = await caller.calls.list({ limit: 7, cursor });
      expect(page.items.length).toBeLessThanOrEqual(7);
      seen.push(...page.items);
      cursor = page.nextCursor;
      pages++;
      if (pages === 5) await insert(10_000, 25, new Date(now.getTime() + 1_000));
    } while (cursor);
    expect(pages).toBe(Math.ceil(total / 7));
    expect(seen).toHaveLength(total);
    expect(new Set(seen.map((item) => item.id)).size).toBe(total);
    const sorted = seen.toSorted(
      (a, b) => b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1),
    );
    expect(seen).toEqual(sorted);
  });
});
