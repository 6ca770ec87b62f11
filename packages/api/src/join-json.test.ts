import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinJson } from "./join-json";

describe("several objects as one in JSON", () => {
  it("is what spreading them gives, also when one is empty or a field is undefined", () => {
    const fields = (prefix: string) =>
      fc.dictionary(
        fc.string().map((name) => prefix + name),
        fc.option(fc.jsonValue(), { nil: undefined }),
        { noNullPrototype: true },
      );
    fc.assert(
      fc.property(fields("a"), fields("b"), fields("c"), (first, second, third) => {
        expect(joinJson(first, second, third)).toBe(JSON.stringify({ ...first, ...second, ...third }));
      }),
    );
  });
});
