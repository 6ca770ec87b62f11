import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLogger } from "./create-logger";

/** Far more than any line needs, and little enough to be written at once. */
const MAX_LINE = 100_000;

function logged(say: (log: ReturnType<typeof createLogger>) => void): string {
  let line = "";
  say(createLogger("trace", { write: (text: string) => void (line += text) }));
  return line;
}

/** Makes a text many thousands long without asking the generator for each character. */
const longText = fc
  .tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 20_000 }))
  .map(([text, times]) => text.repeat(times));
const strange = fc.oneof(
  longText,
  fc.anything({
    maxDepth: 3,
    maxKeys: 60,
    withBigInt: true,
    withDate: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
    values: [longText, fc.string(), fc.double(), fc.constant(null)],
  }),
  longText.map((text) => Object.assign(new Error(text), { [text]: text, cause: new Error(text) })),
  longText.map((text) => Object.fromEntries(Array.from({ length: 80 }, (_, index) => [text + index, text]))),
  longText.map((text) => ({ headers: { cookie: text }, path: text, deep: [[[[[[[[text]]]]]]]] })),
);

describe("a line of the log", () => {
  it("is one line of JSON and of a bounded size, whatever is logged", () => {
    fc.assert(
      fc.property(strange, longText, strange, (value, message, argument) => {
        const lines = [
          logged((log) => log.warn({ value, err: value }, message)),
          logged((log) => log.warn(value as object, message, argument as object)),
          logged((log) => log.warn(message, argument as undefined)),
          logged((log) => log.warn({ value }, "%s %j %o", argument, value as object, value as object)),
          logged((log) => log.child({ value, message }).warn("said")),
        ];
        for (const line of lines) {
          expect(line.length < MAX_LINE).toBe(true);
          expect(line.indexOf("\n")).toBe(line.length - 1);
          expect((JSON.parse(line) as { level: number }).level).toBe(40);
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it("survives what cannot be read, and circles", () => {
    const circle: Record<string, unknown> = { name: "circle" };
    circle.self = circle;
    const broken = {
      get trap(): never {
        throw new Error("no");
      },
    };
    expect(logged((log) => log.warn({ circle, broken }, "x"))).toContain("[unreadable]");
  });

  it("says all of what has a usual size, and still hides secrets", () => {
    const error = new Error("the database is away", { cause: new Error("ECONNREFUSED") });
    const line = JSON.parse(
      logged((log) =>
        log
          .child({ job: "sync-calls" })
          .error(
            { err: error, count: 3, at: new Date(0), api: { apiKey: "secret", headers: {} } },
            "%s failed",
            "x",
          ),
      ),
    ) as Record<string, unknown>;
    expect(line).toMatchObject({
      job: "sync-calls",
      msg: "x failed",
      count: 3,
      at: "1970-01-01T00:00:00.000Z",
      api: { apiKey: "[redacted]", headers: "[redacted]" },
      err: { type: "Error", message: "the database is away: ECONNREFUSED" },
    });
    expect((line.err as { stack: string }).stack).toContain("create-logger.test.ts");
    expect(JSON.parse(logged((log) => log.error(error)))).toMatchObject({
      msg: "the database is away: ECONNREFUSED",
      err: { type: "Error" },
    });
  });
});
