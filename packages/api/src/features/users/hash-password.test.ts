import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./hash-password";

describe("passwords", () => {
  it("are hashed with argon2id at the recommended cost, differently each time", async () => {
    const hashes = await Promise.all([
      hashPassword("correct horse battery"),
      hashPassword("correct horse battery"),
    ]);
    for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(hashes[0]).not.toBe(hashes[1]);
    for (const hash of hashes) expect(await verifyPassword(hash, "correct horse battery")).toBe(true);
  });

  it.each([
    ["one letter in upper case", "correct horse battery", "Correct horse battery"],
    ["space behind it", "correct horse battery", "correct horse battery "],
    ["the 1000th character", `${"x".repeat(999)}a`, `${"x".repeat(999)}b`],
    ["NUL and what follows", "correct horse\0battery", "correct horse\0staple"],
    ["nothing", "correct horse battery", ""],
  ])("count to the last character: %s", async (_name, password, other) => {
    const hash = await hashPassword(password);
    expect(await verifyPassword(hash, other)).toBe(false);
    expect(await verifyPassword(hash, password)).toBe(true);
  });

  it("of nobody never match", async () => {
    expect(await verifyPassword(null, "correct horse battery")).toBe(false);
  });
});
