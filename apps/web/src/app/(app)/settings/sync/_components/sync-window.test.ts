import { describe, expect, it } from "vitest";
import { readWindow } from "./sync-window";

const now = new Date("2026-11-22T13:00:00Z");

describe("readWindow", () => {
  it.each([
    ["24", 24],
    ["168", 168],
    ["720", 720],
  ] as const)("asks for %s hours as they are", (choice, hours) => {
    expect(readWindow({ choice, from: "", to: "" }, now)).toEqual({ input: { hours }, problem: null });
  });

  it("takes both days whole, as they are in Amsterdam", () => {
    const { input } = readWindow({ choice: "custom", from: "2026-11-03", to: "2026-11-05" }, now);
    expect(input).toEqual({
      from: new Date("2026-11-02T23:00:00Z"),
      to: new Date("2026-11-05T23:00:00Z"),
    });
  });

  it("ends now when the last day is today", () => {
    const { input } = readWindow({ choice: "custom", from: "2026-11-22", to: "2026-11-22" }, now);
    expect(input).toEqual({ from: new Date("2026-11-21T23:00:00Z"), to: now });
  });

  it.each([
    ["", "2026-11-05", "from", "fromRequired"],
    ["2026-11-05", "", "to", "toRequired"],
    ["2026-11-05", "2026-11-03", "to", "order"],
    ["2026-11-23", "2026-11-24", "from", "future"],
  ])("refuses %j to %j", (from, to, field, message) => {
    expect(readWindow({ choice: "custom", from, to }, now)).toEqual({
      input: null,
      problem: { field, message },
    });
  });
});
