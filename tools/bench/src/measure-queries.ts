import { createCaller } from "@koppeling/api/root";
import { type Deps } from "@koppeling/api/deps";
import { createUser } from "@koppeling/api/features/users/create-user";
import { createBenchDatabase } from "./bench-database";
import { findUnindexed } from "@koppeling/testing/find-unindexed";
import { printTable } from "./report";
import { SEARCHES, seedCalls } from "@koppeling/testing/seed-calls";

/** A page may be so slow with a million calls, in milliseconds, or twice as slow as with a thousand. */
const GOAL_MS = 100;
const GOAL_RATIO = 2;

type Caller = ReturnType<typeof createCaller>;
type Question = (caller: Caller, ids: { rep: string; cursor: string | null }) => Promise<unknown>;

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

/** What the screens ask, as they ask it. */
const QUESTIONS: Record<string, Question> = {
  "list: newest": (caller) => caller.calls.list({}),
  "list: a page further on": (caller, { cursor }) => caller.calls.list({ cursor }),
  "list: oldest": (caller) => caller.calls.list({ sort: "oldest" }),
  "list: longest": (caller) => caller.calls.list({ sort: "longest" }),
  "filter: rep": (caller, { rep }) => caller.calls.list({ salesRepId: rep }),
  "filter: team": (caller) => caller.calls.list({ team: "Team 3" }),
  "filter: period, external": (caller) =>
    caller.calls.list({ from: daysAgo(400), to: daysAgo(370), external: true }),
  "filter: internal": (caller) => caller.calls.list({ external: false }),
  "filter: with transcript": (caller) => caller.calls.list({ hasTranscript: true }),
  "filter: rep, team, internal, transcript": (caller, { rep }) =>
    caller.calls.list({ salesRepId: rep, team: "Team 3", external: false, hasTranscript: true }),
  "filter: a team without calls": (caller) => caller.calls.list({ team: "Niemand" }),
  "search: common word": (caller) => caller.calls.list({ q: SEARCHES.common }),
  "search: rare word": (caller) => caller.calls.list({ q: SEARCHES.rare }),
  "search: part of a word in transcripts": (caller) => caller.calls.list({ q: SEARCHES.inside }),
  "search: common and rare word": (caller) => caller.calls.list({ q: SEARCHES.both }),
  "search: rare word, of a rep": (caller, { rep }) =>
    caller.calls.list({ q: SEARCHES.rare, salesRepId: rep }),
  "search: nowhere": (caller) => caller.calls.list({ q: SEARCHES.nowhere }),
  "overview: account": (caller) => caller.overview.get(),
  "overview: charts": (caller) => caller.overview.activity(),
  "overview: skipped groups": (caller) => caller.skipped.list(),
  "overview: reps not seen": (caller) => caller.visibility.list(),
};

type Times = Record<string, number[]>;

/**
 * What list, filter, search and overview cost over many calls beside few, asked in turn so that a busy moment of the
 * machine falls on both.
 * @returns whether every goal was reached
 */
export async function measureQueries(
  adminUrl: string,
  options: { calls: number; transcripts: number; rounds: number },
): Promise<boolean> {
  await using small = await createBenchDatabase(adminUrl);
  await using large = await createBenchDatabase(adminUrl);
  await seedCalls(small.deps, { calls: 1_000, transcripts: Math.min(1_000, options.transcripts) / 50 });
  const seedStart = performance.now();
  await seedCalls(large.deps, options);
  console.log(
    `\n${options.calls} calls were there after ${((performance.now() - seedStart) / 1000).toFixed(0)} s.`,
  );

  const sides = [await prepare(small.deps), await prepare(large.deps)] as const;
  for (let round = -2; round < options.rounds; round++) {
    for (const [name, ask] of Object.entries(QUESTIONS)) {
      for (const side of sides) {
        const start = performance.now();
        await ask(side.caller, side.ids);
        // The first two rounds fill the caches on both sides.
        if (round >= 0) (side.times[name] ??= []).push(performance.now() - start);
      }
    }
  }
  const rows = Object.keys(QUESTIONS).map((name) => {
    const [few, many] = [p95(sides[0].times[name] ?? []), p95(sides[1].times[name] ?? [])];
    return { name, few, many, reached: many < GOAL_MS || many <= GOAL_RATIO * few };
  });
  printTable(
    `Questions over ${options.calls} calls and ${options.transcripts} transcripts, p95 of ${options.rounds}`,
    ["question", "1,000 calls", `${options.calls} calls`, "ratio", "goal"],
    rows.map(({ name, few, many, reached }) => [
      name,
      `${few.toFixed(1)} ms`,
      `${many.toFixed(1)} ms`,
      (many / few).toFixed(2),
      reached ? "reached" : "MISSED",
    ]),
  );
  // A common word fills its page from the first calls of the order, and is not looked up.
  const { common: _walked, ...lookedUp } = SEARCHES;
  const unindexed = await findUnindexed(large.deps, Object.values(lookedUp));
  console.log(
    unindexed.length === 0
      ? "Every plan uses an index."
      : `Plans that walk through a whole table: ${unindexed.join(", ")}`,
  );
  console.log(`Goal: under ${GOAL_MS} ms, or at most ${GOAL_RATIO} x the time over 1,000 calls.`);
  return unindexed.length === 0 && rows.every(({ reached }) => reached);
}

async function prepare(deps: Deps) {
  const user = await createUser(deps, {
    email: "bench@bench.example",
    name: "Bench",
    password: "correct horse battery",
    role: "admin",
  });
  const caller = createCaller({
    deps,
    user: { ...user, name: "Bench" },
    locale: "nl",
    ipAddress: "127.0.0.1",
    requestId: "bench",
  });
  const { id: rep } = await deps.db.prisma.salesRep.findFirstOrThrow({
    where: { calls: { some: {} } },
    select: { id: true },
  });
  const times: Times = {};
  let { nextCursor: cursor } = await caller.calls.list({ limit: 100 });
  for (let page = 0; page < 5; page++)
    ({ nextCursor: cursor } = await caller.calls.list({ limit: 100, cursor }));
  return { caller, times, ids: { rep, cursor } };
}

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
}
