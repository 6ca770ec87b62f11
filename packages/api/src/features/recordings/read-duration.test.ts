import { createWorld } from "@koppeling/sandbox/create-world";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { describe, expect, it } from "vitest";
import { exportCalls } from "../calls/export-calls";
import { MAX_DURATION_SECONDS, readDuration } from "./prepare-recording";

const DAY = 86_400_000;
const now = new Date();
const start = new Date(now.getTime() - 3 * 3_600_000);

async function readAll(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

describe("readDuration", () => {
  it.each([
    [0, 0],
    [1_499, 1],
    [DAY, MAX_DURATION_SECONDS],
    [DAY + 1000, null],
    [-1000, null],
    [28 * 365 * DAY, null],
  ])("of %d milliseconds is %j seconds", (milliseconds, seconds) => {
    expect(readDuration(start, new Date(start.getTime() + milliseconds))).toBe(seconds);
  });

  it("of a call without an end is not known", () => {
    expect(readDuration(start, null)).toBeNull();
  });
});

/** One good call of an hour, and calls whose times cannot be. */
async function createStack() {
  const stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams: [], members: [] }), now: () => now },
  });
  const anna = await stack.addRep("Anna", "anna@z.example");
  const add = (
    title: string,
    endedAt: Date,
    invitees: { name: string; email: string; isExternal: boolean }[],
  ) =>
    stack.sandbox.addCall({
      title,
      startedAt: start,
      endedAt,
      createdAt: now,
      recordedBy: { name: "Anna", email: "anna@z.example" },
      invitees,
    });
  const marco = [{ name: "Marco", email: "marco@klant.example", isExternal: true }];
  const own = [{ name: "Anna", email: "anna@z.example", isExternal: false }];
  add("Goed", new Date(start.getTime() + 3_600_000), marco);
  for (const nth of [1, 2, 3]) add(`In 2054 (${nth})`, new Date("2054-01-01T00:00:00Z"), marco);
  add("Achterstevoren", new Date(start.getTime() - 60_000), own);
  add("Jaar 275760", new Date(8.64e15), []);
  await stack.sync({ hours: 48 });
  return {
    stack,
    anna,
    caller: await stack.caller(),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

it("a call with times that cannot be is shown as one, and breaks no figure", async () => {
  await using world = await createStack();
  const { stack, anna, caller } = world;
  const { items } = await caller.calls.list({ sort: "longest" });
  expect(items).toHaveLength(6);
  expect(items[0]).toMatchObject({ title: "Goed", durationSeconds: 3600, durationFault: false });
  expect(
    Object.fromEntries(
      items.slice(1).map((call) => [call.title, [call.durationSeconds, call.durationFault]]),
    ),
  ).toEqual({
    "In 2054 (1)": [null, true],
    "In 2054 (2)": [null, true],
    "In 2054 (3)": [null, true],
    Achterstevoren: [null, true],
    // A year that far is read as none given.
    "Jaar 275760": [null, false],
  });
  const { perRep } = await caller.overview.activity({ days: 7 });
  expect(perRep).toEqual([{ salesRepId: anna, name: "Anna", calls: 6, seconds: 3600 }]);
  expect((await caller.salesReps.list()).items[0]).toMatchObject({ seconds30d: 3600, calls30d: 6 });
  const file = await readAll(exportCalls(stack.deps, { sort: "newest" }, await stack.exporter()));
  expect(file.trim().split("\n")).toHaveLength(7);
});

it("the database holds the rule for whatever is written to it, and sums of it are no integers", async () => {
  await using world = await createStack();
  const { pool } = world.stack.deps.db;
  await pool.query("UPDATE calls SET duration_seconds = 900000000");
  expect((await pool.query("SELECT FROM calls WHERE duration_seconds IS NOT NULL")).rows).toEqual([]);
  await pool.query("UPDATE calls SET duration_seconds = $1", [MAX_DURATION_SECONDS]);
  expect((await pool.query("SELECT FROM calls WHERE duration_seconds IS NULL")).rows).toEqual([]);
  // What an older version stored.
  await pool.query("ALTER TABLE calls DISABLE TRIGGER calls_plausible_duration");
  await pool.query("UPDATE calls SET duration_seconds = 900000000");
  const { perRep } = await world.caller.overview.activity({ days: 7 });
  expect(perRep[0]?.seconds).toBe(5_400_000_000);
});

it("a recording without a calendar event is neither internal nor external, and is found as such", async () => {
  await using world = await createStack();
  const { stack, caller } = world;
  const titles = async (external: boolean | null) =>
    (await caller.calls.list({ external })).items.map(({ title }) => title).sort();
  expect(await titles(null)).toEqual(["Jaar 275760"]);
  expect(await titles(false)).toEqual(["Achterstevoren"]);
  expect(await titles(true)).toHaveLength(4);
  const file = await readAll(
    exportCalls(stack.deps, { external: null, sort: "newest" }, await stack.exporter()),
  );
  expect(file).toContain("onbekend");
});
