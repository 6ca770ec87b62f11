import { describe, expect, it } from "vitest";
import { noFilters, readCallFilters, toCallQuery, writeCallFilters } from "./call-filters";

const REP = "9f6f3f1e-6a37-4f0e-8f0e-2f7a4a0f9c11";
const read = (text: string) => readCallFilters(new URLSearchParams(text));
const toQuery = (text: string) => toCallQuery(read(text), "2026-03-30", "Europe/Amsterdam");

describe("readCallFilters", () => {
  it("reads back what was written", () => {
    const text = `q=a%26b&rep=${REP}&period=custom&from=2026-01-01&to=2026-01-31&kind=internal&transcript=1`;
    expect(writeCallFilters(read(text))).toBe(text);
    expect(writeCallFilters(noFilters)).toBe("");
  });

  it.each([
    "rep=1' OR 1=1",
    "period=eeuwig",
    "period=custom&from=gisteren&to=2026-13-45",
    "kind=all&transcript=ja",
    "q=%20%20",
    "from=2026-01-01",
  ])("makes something sensible of %s", (text) => {
    expect(toQuery(text)).toEqual({});
  });

  it("cuts a search that the server would refuse", () => {
    expect(read(`q=${"x".repeat(500)}`).search).toHaveLength(200);
  });
});

describe("toCallQuery", () => {
  it("counts days back in the Netherlands, over the change of the clock", () => {
    expect(toQuery("period=7")).toEqual({ from: new Date("2026-03-22T23:00:00Z") });
  });

  it("takes the last day of a period whole", () => {
    expect(toQuery("period=custom&from=2026-03-29&to=2026-03-29")).toEqual({
      from: new Date("2026-03-28T23:00:00Z"),
      to: new Date("2026-03-29T22:00:00Z"),
    });
    expect(toQuery("period=custom&to=2026-03-29")).toEqual({ to: new Date("2026-03-29T22:00:00Z") });
  });

  it("asks only for what is filtered", () => {
    expect(toQuery(`q=zon&rep=${REP}&kind=external&transcript=1`)).toEqual({
      search: "zon",
      salesRepId: REP,
      external: true,
      hasTranscript: true,
    });
    expect(toQuery("kind=internal")).toEqual({ external: false });
  });
});
