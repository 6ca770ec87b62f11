import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { csvLine, csvStart } from "./csv-line";

describe("csvLine", () => {
  it("quotes every field that holds something, and ends with CRLF", () => {
    expect(csvLine(["plain", 'with "quotes"', "a,b", "two\nlines", ";=1", null, 12, true])).toBe(
      '"plain","with ""quotes""","a,b","two\nlines",";=1",,"12","true"\r\n',
    );
  });

  it("writes for a Dutch Excel: semicolons, local moments over both changes of the clock, a decimal comma", () => {
    const moments = ["2026-01-05T23:30:00Z", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"];
    expect(csvLine([...moments.map((text) => new Date(text)), 12.5, "=1"], "excel-nl")).toBe(
      `"06-01-2026 00:30:00";"29-03-2026 03:00:00";"25-10-2026 02:00:00";"12,5";"'=1"\r\n`,
    );
    expect(csvStart("excel-nl")).toBe("\uFEFF");
    expect(csvStart("plain")).toBe("");
  });

  it("writes moments in ISO 8601", () => {
    expect(csvLine([new Date("2026-11-22T08:00:00Z")])).toBe('"2026-11-22T08:00:00.000Z"\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])("disarms %j", (formula) => {
    expect(Papa.parse<string[]>(csvLine([formula])).data[0]?.[0]).toBe(`'${formula}`);
  });

  it("leaves numbers numbers", () => {
    expect(csvLine([-1])).toBe('"-1"\r\n');
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
