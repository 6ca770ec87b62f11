import { describe, expect, it } from "vitest";
import { isFiltered, noFilters, readCallFilters, toCallQuery, writeCallFilters } from "./call-filters";

const REP = "9f6f3f1e-6a37-4f0e-8f0e-2f7a4a0f9c11";
const read = (text: string) => readCallFilters(new URLSearchParams(text));
const toQuery = (text: string) => toCallQuery(read(text), "2026-03-30", "Europe/Amsterdam");

describe("readCallFilters", () => {
  it("reads back what was written", () => {
    const text = `q=a%26b&rep=${REP}&period=custom&from=2026-01-01&to=2026-01-31&kind=internal&team=R%26D&transcript=1&awaited=1&asked=1&sort=longest`;
    expect(writeCallFilters(read(text))).toBe(text);
    expect(writeCallFilters(noFilters)).toBe("");
  });

  it.each([
    "rep=1' OR 1=1",
    "period=eeuwig",
    "period=custom&from=gisteren&to=2026-13-45",
    "kind=all&transcript=ja&sort=mooiste&team=",
    "q=%20%20",
    "from=2026-01-01",
  ])("makes something sensible of %s", (text) => {
    expect(toQuery(text)).toEqual({});
  });

  it("takes an order for no filter", () => {
    expect([isFiltered(read("sort=oldest")), isFiltered(read("team=Sales"))]).toEqual([false, true]);
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
    expect(toQuery(`q=zon&rep=${REP}&kind=external&team=Sales&transcript=1&sort=oldest`)).toEqual({
      q: "zon",
      salesRepId: REP,
      external: true,
      team: "Sales",
      hasTranscript: true,
      sort: "oldest",
    });
    expect(toQuery("kind=internal")).toEqual({ external: false });
    expect(toQuery("kind=unknown")).toEqual({ external: null });
  });
});
