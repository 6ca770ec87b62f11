import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "./parse-json";

describe("parseJson", () => {
  it("keeps ids beyond 2^53 digit by digit", () => {
    expect(parseJson('{"items":[{"recording_id": 9223372036854775807 ,"a":1},{"recording_id":42}]}')).toEqual(
      {
        items: [{ recording_id: "9223372036854775807", a: 1 }, { recording_id: 42 }],
      },
    );
    expect(parseJson('{\n"recording_id"\n:\n9007199254740993\n}')).toEqual({
      recording_id: "9007199254740993",
    });
  });

  it("leaves strings that hold such text alone", () => {
    const value = {
      title: 'he said "recording_id": 9007199254740993, then left',
      other: '\\"recording_id":9007199254740993}',
      slashes: "ends in a backslash \\",
      recording_id: 5,
      nested: { text: '{"recording_id":9007199254740993}' },
    };
    expect(parseJson(JSON.stringify(value))).toEqual(value);
  });

  it("agrees with JSON.parse on everything else", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        const whole = { value, text, quoted: JSON.stringify({ recording_id: 1, text }), recording_id: 7 };
        const long = `{"recording_id":12345678901234567890,"rest":${JSON.stringify(whole)}}`;
        expect(parseJson(long)).toEqual({
          recording_id: "12345678901234567890",
          rest: JSON.parse(JSON.stringify(whole)) as unknown,
        });
      }),
      { numRuns: 500 },
    );
  });

  it("survives a string of megabytes beside a long id", () => {
    const text = 'x\\"'.repeat(1_000_000);
    const parsed = parseJson(`{"text":"${text}","recording_id":9007199254740993}`);
    expect(parsed).toMatchObject({ recording_id: "9007199254740993" });
  });

  it.each(["", "{", '{"recording_id":1234567890123456', '{"recording_id":1234567890123456,"a', "<html>"])(
    "throws a SyntaxError on %j",
    (text) => {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );
});
