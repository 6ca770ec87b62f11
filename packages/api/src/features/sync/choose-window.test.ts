import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseWindow, FIRST_WINDOW_HOURS, nextWatermark } from "./choose-window";

const HOUR = 3_600_000;
const now = new Date("2026-11-20T10:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * HOUR);
const choose = (input: Partial<Parameters<typeof chooseWindow>[0]>) =>
  chooseWindow({ now, watermark: null, overlapHours: 24, ...input });

describe("chooseWindow", () => {
  it.each<[string, Partial<Parameters<typeof chooseWindow>[0]>, ReturnType<typeof chooseWindow>]>([
    ["the first sync", {}, { kind: "incremental", from: hoursAgo(FIRST_WINDOW_HOURS), to: now }],
    ["from the watermark", { watermark: hoursAgo(2) }, { kind: "incremental", from: hoursAgo(26), to: now }],
    ["hours", { hours: 168, watermark: hoursAgo(2) }, { kind: "window", from: hoursAgo(168), to: now }],
    ["from an instant", { from: hoursAgo(5) }, { kind: "window", from: hoursAgo(5), to: now }],
    [
      "from one instant to another",
      { from: hoursAgo(50), to: hoursAgo(40), watermark: hoursAgo(2) },
      { kind: "window", from: hoursAgo(50), to: hoursAgo(40) },
    ],
    [
      "a watermark in the future, of a clock that was ahead",
      { watermark: hoursAgo(-5) },
      { kind: "incremental", from: hoursAgo(24), to: now },
    ],
    [
      "an end that is still to come: nothing can be asked of it yet",
      { from: hoursAgo(5), to: hoursAgo(-100) },
      { kind: "window", from: hoursAgo(5), to: now },
    ],
    [
      "all of it still to come",
      { from: hoursAgo(-50), to: hoursAgo(-100) },
      { kind: "window", from: hoursAgo(-50), to: hoursAgo(-50) },
    ],
  ])("%s", (_name, input, expected) => {
    expect(choose(input)).toEqual(expected);
  });
});

describe("nextWatermark", () => {
  const window = (from: number, to: number) => ({ from: hoursAgo(from), to: hoursAgo(to) });
  it.each<[string, Date | null, { from: Date; to: Date }, Date | null]>([
    ["is set by the first full window", null, window(FIRST_WINDOW_HOURS, 0), now],
    ["is not set by a shorter one", null, window(FIRST_WINDOW_HOURS - 1, 0), null],
    ["moves to the end of a window that reaches back to it", hoursAgo(10), window(34, 0), now],
    ["moves when the window begins exactly at it", hoursAgo(10), window(10, 1), hoursAgo(1)],
    ["stays when there is a gap before the window", hoursAgo(10), window(9, 0), hoursAgo(10)],
    ["never moves back", hoursAgo(10), window(50, 20), hoursAgo(10)],
  ])("%s", (_name, watermark, walked, expected) => {
    expect(nextWatermark(watermark, walked)).toEqual(expected);
  });
});

/** What somebody may ask for, at a moment so many hours after the one before. */
const request = fc.record({
  hoursLater: fc.double({ min: 0, max: 2_000, noNaN: true }),
  overlapHours: fc.integer({ min: 1, max: 720 }),
  succeeds: fc.boolean(),
  asked: fc.oneof(
    fc.constant({}),
    fc.record({ hours: fc.constantFrom(24, 168, 720) }),
    fc.record({ fromHours: fc.integer({ min: -3_000, max: 9_000 }) }),
    fc.record({
      fromHours: fc.integer({ min: -3_000, max: 9_000 }),
      lasting: fc.integer({ min: 1, max: 9_000 }),
    }),
  ),
});

describe("windows and watermarks, over any history of runs", () => {
  it("never go back, never lie in the future, and leave out no instant that the watermark has passed", () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (history) => {
        let time = now.getTime();
        let watermark: Date | null = null;
        let first: number | null = null;
        const walked: { from: number; to: number }[] = [];
        for (const { hoursLater, overlapHours, succeeds, asked } of history) {
          time += hoursLater * HOUR;
          const fromHours = "fromHours" in asked ? asked.fromHours : null;
          const from = fromHours === null ? undefined : new Date(time - fromHours * HOUR);
          const lasting = "lasting" in asked ? asked.lasting : null;
          const window = chooseWindow({
            now: new Date(time),
            hours: "hours" in asked ? asked.hours : undefined,
            from,
            to: from && lasting !== null ? new Date(from.getTime() + lasting * HOUR) : undefined,
            watermark,
            overlapHours,
          });
          expect(window.from.getTime()).toBeLessThanOrEqual(window.to.getTime());
          if (!succeeds) continue;
          walked.push({ from: window.from.getTime(), to: window.to.getTime() });
          const moved: Date | null = nextWatermark(watermark, window);
          if (watermark) expect(moved?.getTime()).toBeGreaterThanOrEqual(watermark.getTime());
          if (moved) expect(moved.getTime()).toBeLessThanOrEqual(time);
          watermark = moved;
          first ??= moved?.getTime() ?? null;
          if (watermark && first !== null) expect(uncovered(walked, first, watermark.getTime())).toBeNull();
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** @returns the first instant between the two that is in no window, or null. */
function uncovered(windows: { from: number; to: number }[], start: number, end: number): number | null {
  let reached = start;
  for (const { from, to } of windows.toSorted((a, b) => a.from - b.from)) {
    if (from > reached) break;
    reached = Math.max(reached, to);
  }
  return reached >= end ? null : reached;
}
