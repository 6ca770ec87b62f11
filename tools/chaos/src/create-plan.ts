import { type FaultKind } from "@koppeling/sandbox/fault-plan";
import { createRandom, type Random } from "@koppeling/sandbox/random";

/** Where a worker is killed with SIGKILL: at the n-th time that it passes the point. */
const KILL_POINTS = ["before_fetch", "after_fetch", "before_store", "during_store", "after_store"] as const;
export type Kill = { point: (typeof KILL_POINTS)[number]; pass: number };

export type Round = {
  executor: "embedded" | "inngest";
  /** Each is put in the way of the next requests that it can hit. */
  faults: { kind: FaultKind; times: number }[];
  /** From here to the end of the round Fathom refuses the key. */
  revokeKey: boolean;
  kill: Kill | null;
  /** A second process syncs over the same database. */
  second: boolean;
  /** PostgreSQL is restarted so many milliseconds after the worker began. */
  restartDatabase: { afterMs: number; how: "fast" | "immediate" } | null;
  /** The page after which calls are added, edited and shared late, while the walk goes on. */
  changes: { afterRequests: number; added: number; edited: number; late: number };
  hours: 168 | 720 | null;
};

export type Plan = { seed: number; calls: number; rounds: Round[] };

/** Faults that pass by themselves within a test's patience. */
const FAULTS: readonly FaultKind[] = [
  "status_408",
  "status_429_seconds",
  "status_429_date",
  "status_429_bare",
  "status_500",
  "status_502",
  "status_503",
  "status_504",
  "html",
  "cut_json",
  "empty_body",
  "bom",
  "gzip",
  "reset",
  "hang",
  "stalled_body",
  "endless_body",
  "redirect",
  "duplicate_page",
  "looping_cursor",
  "empty_page_with_cursor",
  "odd_item",
  "duplicate_item",
  "blank_end",
  "expired_cursor",
];

/** Everything that will go wrong, by seed: the same seed gives the same plan. */
export function createPlan(seed: number): Plan {
  const random = createRandom("chaos", seed);
  const rounds = Array.from({ length: random.between(2, 4) }, () => createRound(random));
  return { seed, calls: random.between(15, 90), rounds };
}

function createRound(random: Random): Round {
  return {
    executor: random.chance(0.5) ? "embedded" : "inngest",
    faults: Array.from({ length: random.between(0, 3) }, () => {
      const kind = random.pick(FAULTS);
      // Each of these costs ten seconds of waiting.
      return { kind, times: kind === "status_429_bare" ? 1 : random.between(1, 3) };
    }),
    revokeKey: random.chance(0.08),
    kill: random.chance(0.45) ? { point: random.pick(KILL_POINTS), pass: random.between(1, 5) } : null,
    restartDatabase: random.chance(0.2)
      ? { afterMs: random.between(200, 1500), how: random.chance(0.5) ? "fast" : "immediate" }
      : null,
    changes: {
      afterRequests: random.between(1, 4),
      added: random.between(0, 3),
      edited: random.between(0, 4),
      late: random.between(0, 2),
    },
    hours: random.pick([168, 720, null]),
    second: random.chance(0.25),
  };
}
