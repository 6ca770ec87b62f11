import { describe, expect, it } from "vitest";
import { parseKeyring } from "./parse-keyring";

const keyOf = (fill: number) => Buffer.alloc(32, fill).toString("base64");

describe("parseKeyring", () => {
  it("reads keys in their order: the first one seals", () => {
    const parsed = parseKeyring(`k2=${keyOf(2)}, k1=${keyOf(1)}`);
    expect(parsed).toEqual({
      ok: true,
      keyring: [
        { id: "k2", key: Buffer.alloc(32, 2) },
        { id: "k1", key: Buffer.alloc(32, 1) },
      ],
    });
  });

  const cases: [name: string, text: string, fault: RegExp][] = [
    ["nothing", "", /written as id=key/],
    ["only space", "  ", /written as id=key/],
    ["only commas", ",,", /written as id=key/],
    ["a key without an id", keyOf(1), /written as id=key/],
    ["an empty id", `=${keyOf(1)}`, /written as id=key/],
    ["an id with a full stop, which the sealed text divides by", `k.1=${keyOf(1)}`, /written as id=key/],
    ["an id with space in it", `k 1=${keyOf(1)}`, /written as id=key/],
    ["an id of 33 characters", `${"k".repeat(33)}=${keyOf(1)}`, /written as id=key/],
    ["a comma at the end", `k1=${keyOf(1)},`, /written as id=key/],
    ["an id twice", `k1=${keyOf(1)},k1=${keyOf(2)}`, /the id "k1" is there twice/],
    ["a key twice, under two ids", `k1=${keyOf(1)},k2=${keyOf(1)}`, /"k1" and "k2" are the same key/],
    ["no key behind the id", "k1=", /"k1" has 0 bytes/],
    ["31 bytes", `k1=${Buffer.alloc(31, 1).toString("base64")}`, /"k1" has 31 bytes, it needs 32/],
    ["33 bytes", `k1=${Buffer.alloc(33, 1).toString("base64")}`, /"k1" has 33 bytes, it needs 32/],
    [
      "64 hex digits, which are base64 of 48 bytes",
      `k1=${"ab".repeat(32)}`,
      /"k1" has 48 bytes, it needs 32/,
    ],
    ["junk behind the key", `k1=${keyOf(1)}!!!`, /"k1" is not plain base64/],
    ["a line break in the key", `k1=${keyOf(1).slice(0, 10)}\n${keyOf(1).slice(10)}`, /not plain base64/],
    ["no padding", `k1=${keyOf(1).replace("=", "")}`, /not plain base64/],
    ["the alphabet of URLs", `k1=${Buffer.alloc(32, 0xff).toString("base64url")}=`, /not plain base64/],
    ["bits behind the last byte", `k1=${keyOf(1).slice(0, -2)}F=`, /not plain base64/],
    ["a second key that is wrong", `k1=${keyOf(1)},k2=short`, /"k2"/],
  ];

  it.each(cases)("refuses %s", (_name, text, fault) => {
    const parsed = parseKeyring(text);
    expect(parsed).toMatchObject({ ok: false, fault: expect.stringMatching(fault) as string });
  });

  it("repeats no key in what it says", () => {
    for (const [, text] of cases) {
      const parsed = parseKeyring(text);
      const keys = text.match(/[A-Za-z0-9+/]{20,}/g) ?? [];
      for (const key of keys) expect(parsed.ok ? "" : parsed.fault).not.toContain(key);
    }
  });
});
