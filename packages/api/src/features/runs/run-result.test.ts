import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LOCALES, translate } from "../../messages";
import { FAILURE_CODES, noneSkipped, SKIP_REASONS } from "../../reasons";
import { type RunRow, runResultSchema, toRunResult, toWireResult } from "./run-result";

const now = new Date("2026-11-20T10:00:00.000Z");
const RUN: RunRow = {
  replayOf: null,
  replayedByJobRun: null,
  jobRun: null,
  id: "7a3f2c1e-0d4b-4c59-9a6e-2f1b8d7c6e50",
  status: "succeeded",
  kind: "incremental",
  trigger: "manual",
  hours: null,
  windowFrom: new Date("2026-11-19T10:00:00.000Z"),
  windowTo: new Date("2026-11-20T09:59:55.000Z"),
  page: 2,
  processed: 15,
  imported: 11,
  updated: 1,
  skipped: 3,
  errors: 0,
  skippedByReason: { unchanged: 1, no_matching_rep: 1, other_team: 1 },
  waitingUntil: null,
  cancelRequested: false,
  failureCode: null,
  createdAt: new Date("2026-11-20T09:59:55.000Z"),
  startedAt: new Date("2026-11-20T09:59:56.000Z"),
  finishedAt: new Date("2026-11-20T09:59:58.341Z"),
  salesRepId: null,
  user: { name: null, email: "admin@example.com" },
  salesRep: { name: "Anna" },
};
const context = { lastSyncTime: new Date("2026-11-20T09:59:58.341Z"), locale: "en" as const, now };
const resultOf = (run: Partial<RunRow>, locale: "nl" | "en" = "en") =>
  toRunResult({ ...RUN, ...run }, { ...context, locale });

describe("toWireResult", () => {
  it("has the keys of the contract, in its order and no others", () => {
    const wire = toWireResult(resultOf({}));
    expect(Object.keys(wire)).toEqual([
      "success",
      "runId",
      "status",
      "processed",
      "imported",
      "updated",
      "skipped",
      "errors",
      "skippedByReason",
      "windowFrom",
      "windowTo",
      "lastSyncTime",
      "duration_ms",
      "message",
    ]);
    expect(JSON.parse(JSON.stringify(wire))).toEqual({
      success: true,
      runId: RUN.id,
      status: "succeeded",
      processed: 15,
      imported: 11,
      updated: 1,
      skipped: 3,
      errors: 0,
      skippedByReason: { unchanged: 1, no_matching_rep: 1, rep_archived: 0, other_team: 1, ambiguous_rep: 0 },
      windowFrom: "2026-11-19T10:00:00.000Z",
      windowTo: "2026-11-20T09:59:55.000Z",
      lastSyncTime: "2026-11-20T09:59:58.341Z",
      duration_ms: 2341,
      message: "15 processed: 11 new, 1 updated, 3 skipped, 0 errors",
    });
  });

  it("says why a run failed, and null where there was no sync yet", () => {
    const failed = toRunResult(
      { ...RUN, status: "failed", failureCode: "unauthorized" },
      { ...context, lastSyncTime: null },
    );
    expect(toWireResult(failed)).toMatchObject({
      success: false,
      status: "failed",
      failureCode: "unauthorized",
      lastSyncTime: null,
    });
  });
});

describe("toRunResult", () => {
  it.each<[RunRow["status"], Partial<RunRow>, boolean, string, string]>([
    ["queued", {}, false, "The sync is about to start.", "De sync staat klaar om te beginnen."],
    ["running", {}, false, "Working: 15 processed.", "Bezig: 15 verwerkt."],
    [
      "partial",
      { processed: 16, errors: 1 },
      false,
      "16 processed: 11 new, 1 updated, 3 skipped, 1 errors",
      "16 verwerkt: 11 nieuw, 1 bijgewerkt, 3 overgeslagen, 1 fouten",
    ],
    [
      "succeeded",
      { processed: 3, imported: 0, updated: 0 },
      true,
      "3 processed: 0 new, 0 updated, 3 skipped, 0 errors. There was nothing new.",
      "3 verwerkt: 0 nieuw, 0 bijgewerkt, 3 overgeslagen, 0 fouten. Er was niets nieuws.",
    ],
    [
      "cancelled",
      {},
      false,
      "Stopped. 15 processed: 11 new, 1 updated, 3 skipped, 0 errors",
      "Gestopt. 15 verwerkt: 11 nieuw, 1 bijgewerkt, 3 overgeslagen, 0 fouten",
    ],
  ])("says in both languages how it went: %s", (status, run, success, english, dutch) => {
    expect(resultOf({ ...run, status })).toMatchObject({ success, status, message: english });
    expect(resultOf({ ...run, status }, "nl").message).toBe(dutch);
  });

  it.each(FAILURE_CODES)("has a sentence for every reason to fail: %s", (failureCode) => {
    for (const locale of LOCALES) {
      expect(resultOf({ status: "failed", failureCode }, locale)).toMatchObject({
        success: false,
        failureCode,
        message: translate(locale, `failure.${failureCode}`),
      });
    }
  });

  it("takes a reason that this version does not know for a bug", () => {
    expect(resultOf({ status: "failed", failureCode: "of another version" }).failureCode).toBe("bug");
    expect(resultOf({ status: "failed", failureCode: null }).message).toBe(translate("en", "failure.bug"));
  });

  it("shows a wait only while the run is active and the moment is still to come", () => {
    const later = new Date(now.getTime() + 5_000);
    const earlier = new Date(now.getTime() - 5_000);
    expect(resultOf({ status: "running", waitingUntil: later }).waitingUntil).toEqual(later);
    expect(resultOf({ status: "running", waitingUntil: earlier }).waitingUntil).toBeNull();
    expect(resultOf({ status: "failed", waitingUntil: later }).waitingUntil).toBeNull();
  });

  it("counts the time from the start, from the request before that, and until now while it runs", () => {
    expect(resultOf({}).durationMs).toBe(2_341);
    expect(resultOf({ status: "running", finishedAt: null }).durationMs).toBe(4_000);
    expect(resultOf({ status: "queued", startedAt: null, finishedAt: null }).durationMs).toBe(5_000);
  });

  it("shows no negative time when the clocks of the database and this process differ", () => {
    const ahead = new Date(now.getTime() + 3_000);
    expect(resultOf({ status: "running", startedAt: ahead, finishedAt: null }).durationMs).toBe(0);
  });

  it("keeps the sum of what was done with the recordings, and fits its schema", () => {
    const amount = fc.nat(1_000);
    const figures = fc.record({ imported: amount, updated: amount, errors: amount });
    // A run of an older version may lack a reason.
    const reasons = fc
      .tuple(fc.subarray([...SKIP_REASONS]), fc.array(amount, { minLength: 5, maxLength: 5 }))
      .map(([known, amounts]) =>
        Object.fromEntries(known.map((reason, index) => [reason, amounts[index] ?? 0])),
      );
    fc.assert(
      fc.property(figures, reasons, (counts, skippedByReason) => {
        const skipped = Object.values(skippedByReason).reduce((sum, count) => sum + count, 0);
        const processed = counts.imported + counts.updated + skipped + counts.errors;
        const result = runResultSchema.parse(resultOf({ ...counts, skipped, processed, skippedByReason }));
        expect(result.processed).toBe(result.imported + result.updated + result.skipped + result.errors);
        expect(Object.keys(result.skippedByReason)).toEqual(Object.keys(noneSkipped()));
        expect(Object.values(result.skippedByReason).reduce((sum, count) => sum + count, 0)).toBe(
          result.skipped,
        );
      }),
    );
  });
});
