import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { csvLine } from "./csv-line";

describe("csvLine", () => {
  it("quotes what must be quoted, and ends with CRLF", () => {
    expect(csvLine(["plain", 'with "quotes"', "a,b", "two\nlines", null, 12, true])).toBe(
      'plain,"with ""quotes""","a,b","two\nlines",,12,true\r\n',
    );
  });

  it("writes moments in ISO 8601", () => {
    expect(csvLine([new Date("2026-11-22T08:00:00Z")])).toBe("2026-11-22T08:00:00.000Z\r\n");
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])("disarms %j", (formula) => {
    expect(Papa.parse<string[]>(csvLine([formula])).data[0]?.[0]).toBe(`'${formula}`);
  });

  it("leaves numbers numbers", () => {
    expect(csvLine([-1])).toBe("-1\r\n");
  });

  it("gives back what went in, or that behind an apostrophe", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 2 }), (values) => {
        const [read = []] = Papa.parse<string[]>(csvLine(values).slice(0, -2), { newline: "\r\n" }).data;
        expect(read.map((value, i) => (value === `'${values[i] ?? ""}` ? values[i] : value))).toEqual(values);
      }),
    );
  });
});
