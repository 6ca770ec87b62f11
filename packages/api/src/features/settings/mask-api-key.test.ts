import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskApiKey, WEBHOOK_SECRET_MASK } from "./describe-settings";

const BULLETS = /^•+$/;

describe("maskApiKey", () => {
  it.each([
    ["4jmc-aeVcDemoKey-xvKAs", "4jmc-ae...xvKAs"],
    ["12345678901234567890", "1234567...67890"],
    [`${"a".repeat(251)}12345`, "aaaaaaa...12345"],
  ])("shows the first 7 and the last 5 of a key of 20 characters or more: %s", (key, masked) => {
    expect(maskApiKey(key)).toBe(masked);
  });

  it("shows nothing of a shorter one, not even its length", () => {
    const masks = new Set(Array.from({ length: 20 }, (_, length) => maskApiKey("k".repeat(length))));
    expect(masks.size).toBe(1);
    expect([...masks][0]).toMatch(BULLETS);
  });

  it("never holds the key, and is as long for every long key", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9._-]{20,256}$/), (key) => {
        const masked = maskApiKey(key);
        expect(masked).toHaveLength(15);
        expect(masked).not.toContain(key.slice(7, -5));
      }),
    );
  });
});

it("shows nothing of a webhook secret", () => {
  expect(WEBHOOK_SECRET_MASK).toMatch(BULLETS);
});
