import { describe, expect, it } from "vitest";
import { parseWindow, type SyncOptions } from "./sync";

const good: [SyncOptions, object][] = [
  [{}, {}],
  [{ hours: "168" }, { hours: 168 }],
  [{ from: "2026-11-01" }, { from: new Date("2026-11-01T00:00:00Z") }],
  [
    { from: "2026-11-01T09:00:00+01:00", to: "2026-11-02T00:00Z" },
    { from: new Date("2026-11-01T08:00:00Z"), to: new Date("2026-11-02T00:00:00Z") },
  ],
];

const bad: [SyncOptions, string][] = [
  [{ hours: "24", from: "2026-11-01" }, "either"],
  [{ to: "2026-11-01" }, "--from"],
  [{ from: "yesterday" }, "--from is not a moment"],
  [{ from: "2026-11-01T09:00:00" }, "--from is not a moment"],
  [{ from: "2026-13-01" }, "--from is not a moment"],
  [{ from: "2026-11-02", to: "2026-11-01" }, "before"],
];

describe("parseWindow", () => {
  it.each(good)("reads %j", (options, window) => {
    expect(parseWindow(options)).toEqual(window);
  });

  it.each(bad)("refuses %j", (options, words) => {
    expect(() => parseWindow(options)).toThrow(words);
  });
});
