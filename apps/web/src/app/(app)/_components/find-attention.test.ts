import { describe, expect, it } from "vitest";
import type { SyncRun } from "@/components/sync/sync-run";
import { findAttention } from "./find-attention";
import type { Overview } from "./overview";

const overview: Overview = {
  connection: { status: "connected", lastTested: null, lastError: null, source: "database" },
  jobs: "embedded",
  schedule: "*/30 * * * *",
  nextSyncAt: null,
  lastSuccessAt: new Date(),
  activeRunId: null,
  fathomBlock: null,
  ledger: {
    recordings: 0,
    imported: 0,
    skipped: 0,
    errors: 0,
    skippedByReason: { unchanged: 0, no_matching_rep: 0, rep_archived: 0, other_team: 0, ambiguous_rep: 0 },
  },
  waiting: { content: 0, parkedWebhooks: 0, questions: 0 },
  reps: 1,
  sandbox: false,
};
const failed = (failureCode: SyncRun["failureCode"]) => ({ status: "failed", failureCode }) as SyncRun;
const group = (reason: "no_matching_rep" | "rep_archived" | "other_team" | "unreadable" | "not_fetched") => ({
  recorderEmail: "kees@example.com",
  recorderName: null,
  reason,
  count: 2,
  latestAt: null,
  teams: [],
  suggestion: null,
  brings: 0,
});
const kinds = (patch: Partial<Parameters<typeof findAttention>[0]>) =>
  findAttention({
    overview,
    lastRun: null,
    groups: [],
    difference: null,
    visibility: [],
    isSetUp: true,
    ...patch,
  }).map(({ kind }) => kind);

describe("findAttention", () => {
  it("is quiet when all is well", () => {
    expect(kinds({})).toEqual([]);
  });

  it("names what is missing once the first run is over, and leaves it to the steps before", () => {
    const connection = { ...overview.connection, source: null, status: "not_configured" as const };
    expect(kinds({ overview: { ...overview, connection, reps: 0 } })).toEqual(["no_key", "no_reps"]);
    expect(kinds({ overview: { ...overview, connection, reps: 0 }, isSetUp: false })).toEqual([]);
  });

  it("tells of a refused key once, not again as the run that failed on it", () => {
    const connection = { ...overview.connection, status: "error" as const };
    const refused = { ...overview, connection };
    expect(kinds({ overview: refused, lastRun: failed("unauthorized") })).toEqual(["key_refused"]);
    expect(kinds({ lastRun: failed("database") })).toEqual(["run_failed"]);
  });

  it("leaves out what was left out on purpose", () => {
    const groups = [
      group("rep_archived"),
      group("no_matching_rep"),
      group("other_team"),
      group("unreadable"),
    ];
    expect(kinds({ groups })).toEqual(["skipped", "skipped"]);
  });

  it("says what is still on its way or went astray, with what needs no hand last", () => {
    const difference = {
      runId: "r",
      days: 30,
      inFathom: 10,
      known: 6,
      missing: 4,
      fetched: 3,
      notSeen: 2,
      at: new Date(),
      complete: true,
    };
    const rep = { salesRepId: "1", name: "Esra", email: "e@x.example", lastSeenAt: null };
    const visibility = [
      { ...rep, reason: "never_seen" as const, message: "Nooit gezien" },
      { ...rep, reason: null, message: null },
    ];
    const waiting = { content: 2, parkedWebhooks: 1, questions: 3 };
    expect(kinds({ overview: { ...overview, waiting }, difference, visibility })).toEqual([
      "questions",
      "parked_webhooks",
      "missing",
      "not_seen",
      "unseen_reps",
      "content_awaited",
    ]);
    expect(kinds({ difference: { ...difference, fetched: 4, complete: false } })).toEqual([]);
    const told = { difference: { ...difference, notSeen: 0 }, groups: [group("not_fetched")] };
    expect(kinds(told)).toEqual(["skipped"]);
    expect(kinds({ visibility, isSetUp: false })).toEqual([]);
  });
});
