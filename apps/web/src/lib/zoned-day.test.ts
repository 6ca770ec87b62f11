import { describe, expect, it } from "vitest";
import { dayOf, startOfDay, startOfNextDay } from "@/lib/zoned-day";

const zone = "Europe/Amsterdam";
const hoursIn = (day: string) =>
  (startOfNextDay(day, zone).getTime() - startOfDay(day, zone).getTime()) / 3_600_000;

describe("a day in Amsterdam", () => {
  it("starts an hour before midnight UTC in winter, and two in summer", () => {
    expect(startOfDay("2026-01-15", zone).toISOString()).toBe("2026-01-14T23:00:00.000Z");
    expect(startOfDay("2026-07-15", zone).toISOString()).toBe("2026-07-14T22:00:00.000Z");
  });

  it.each([
    ["2026-03-28", 24],
    ["2026-03-29", 23],
    ["2026-03-30", 24],
    ["2026-10-25", 25],
    ["2026-12-31", 24],
  ])("%s has %i hours", (day, hours) => {
    expect(hoursIn(day)).toBe(hours);
  });

  it("is the day that people there call it", () => {
    expect(dayOf(new Date("2026-07-14T22:30:00Z"), zone)).toBe("2026-07-15");
    expect(dayOf(new Date("2026-01-14T22:30:00Z"), zone)).toBe("2026-01-14");
  });
});
