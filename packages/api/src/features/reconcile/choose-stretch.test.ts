import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseStretch, type MissingRecording } from "./next-walk";
import { isReconcileDue } from "./reconcile.job";

const HOUR = 3_600_000;
const START = Date.parse("2026-11-01T00:00:00Z");
const at = (hours: number, recorderEmail = "anna@x.example"): MissingRecording => ({
  createdAt: new Date(START + hours * HOUR),
  recorderEmail,
});

describe("the stretch that is fetched next", () => {
  it("is null when nothing is missing", () => {
    expect(chooseStretch([])).toBeNull();
  });

  it("ends where a day without anything missing begins, and names who recorded in it", () => {
    const stretch = chooseStretch([at(90, "carl@x.example"), at(20, "bram@x.example"), at(0)]);
    expect(stretch).toEqual({
      from: new Date(START - 1000),
      to: new Date(START + 20 * HOUR + 1000),
      recorders: ["anna@x.example", "bram@x.example"],
    });
  });

  it("covers, stretch after stretch, everything that is missing", () => {
    const missing = fc.array(
      fc.record({
        createdAt: fc.integer({ min: 0, max: 60 * 24 }).map((hours) => new Date(START + hours * HOUR)),
        recorderEmail: fc.integer({ min: 0, max: 90 }).map((number) => `rep${number}@x.example`),
      }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(missing, (all) => {
        let left = all;
        while (left.length > 0) {
          const stretch = chooseStretch(left);
          if (!stretch) throw new Error("nothing was chosen");
          const { from, to, recorders } = stretch;
          expect(recorders.length).toBeLessThanOrEqual(40);
          const rest = left.filter(
            ({ createdAt, recorderEmail }) =>
              createdAt < from || createdAt > to || !recorders.includes(recorderEmail),
          );
          expect(rest.length).toBeLessThan(left.length);
          left = rest;
        }
      }),
    );
  });
});

describe("the nightly reconcile", () => {
  it.each([
    ["2026-11-20T03:17:00Z", "2026-11-19T03:17:10Z", true],
    ["2026-11-20T04:17:00Z", "2026-11-20T03:17:10Z", false],
    ["2026-11-20T02:17:00Z", "2026-11-19T03:17:10Z", false],
    ["2026-11-20T09:17:00Z", "2026-11-19T14:00:00Z", true],
    ["2026-11-20T09:17:00Z", null, true],
  ])("at %s, the last one begun %s: due %s", (now, last, due) => {
    expect(isReconcileDue(new Date(now), last === null ? null : new Date(last))).toBe(due);
  });
});
