import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanJson, cleanText } from "./clean-text";

describe("cleanText", () => {
  it.each([
    ["plain", "plain"],
    ["a\0b\0", "ab"],
    ["lone \ud83d high", "lone \ufffd high"],
    ["lone \ude00 low", "lone \ufffd low"],
    ["pair 😀 stays", "pair 😀 stays"],
    ["cafe\u0301", "caf\u00e9"],
    ["İ", "İ"],
    ["", ""],
  ])("cleans %j", (given, expected) => {
    expect(cleanText(given)).toBe(expected);
  });

  it("cuts, but never through a surrogate pair", () => {
    expect(cleanText("abcdef", 3)).toBe("abc");
    expect(cleanText("ab😀", 3)).toBe("ab");
    expect(cleanText("ab😀", 4)).toBe("ab😀");
  });

  it("always gives well-formed NFC without NUL, and is idempotent", () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(units, fc.nat(40), (text, maxLength) => {
        const clean = cleanText(text, maxLength);
        expect(clean.length).toBeLessThanOrEqual(maxLength);
        expect(clean).not.toContain("\0");
        expect(Buffer.from(clean, "utf8").toString("utf8")).toBe(clean);
        expect(clean.normalize("NFC")).toBe(clean);
        expect(cleanText(clean, maxLength)).toBe(clean);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("cleanJson", () => {
  it("cleans keys and values at every level, and leaves the rest", () => {
    expect(cleanJson({ "a\0": ["b\0", { c: "\ud800" }], n: 1, t: true, z: null })).toEqual({
      a: ["b", { c: "\ufffd" }],
      n: 1,
      t: true,
      z: null,
    });
  });

  it("ends at forty levels", () => {
    let deep: unknown = "bottom";
    for (let level = 0; level < 5000; level += 1) deep = [deep];
    expect(JSON.stringify(cleanJson(deep))).toBe(`${"[".repeat(40)}null${"]".repeat(40)}`);
  });
});
