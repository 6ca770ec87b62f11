import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPassword } from "./check-password";

const OWN = ["ada.lovelace@example.com", "Ada Lovelace"];

describe("checkPassword", () => {
  it.each([
    "correct horse battery",
    "vier paarden in een regenbui",
    "xK9#mQ2$vL7pz",
    "ünïcödé wörds thât långer",
    "🐎🔋🧷📎🌵🎺🪴🧩🛶🥁🧭🪁",
    "x7!".repeat(2) + "y8?z9;w2:q4",
    "v".repeat(3) + " 64 characters and more are taken, none of them is cut off at all",
  ])("takes %j", async (password) => expect(await checkPassword(password, OWN)).toBeNull());

  it.each([
    ["", "too_short"],
    ["eleven char", "too_short"],
    ["🐎🔋🧷📎🌵🎺", "too_short"],
    ["x y".repeat(400), "too_long"],
    ["passwordpassword", "too_common"],
    ["Password2026!", "too_common"],
    ["P@ssw0rd1234", "too_common"],
    ["Welkom12345!", "too_common"],
    ["wachtwoord123", "too_common"],
    ["iloveyou1234", "too_common"],
    ["Zomer2026!!!", "too_common"],
    ["letmeinletmein", "too_common"],
    ["admin-admin-1", "too_common"],
    ["123456789012", "too_common"],
    ["qwertyuiop12", "too_common"],
    ["abcdefghijklm", "too_common"],
    ["987654321098", "too_common"],
    ["aaaaaaaaaaaaa", "too_common"],
    ["abcabcabcabc", "too_common"],
    ["fathomkoppeling1", "too_common"],
    ["ada.lovelace@example.com", "too_common"],
    ["Lovelace-2026", "too_common"],
    ["MyL0velace!99", "too_common"],
  ])("refuses %j: %s", async (password, fault) => expect(await checkPassword(password, OWN)).toBe(fault));

  it.each([
    "Feyenoord2024!",
    "januari2026!",
    "geheimwachtwoord",
    "welkom01welkom01",
    "amsterdam2026!",
    "voetbal12345!",
  ])("knows what Dutch people take: %j", async (password) =>
    expect(await checkPassword(password, OWN)).toBe("too_common"),
  );

  it("takes a long passphrase that holds a name, and judges anything without failing", async () => {
    expect(await checkPassword("lovelace rides green trams in november", OWN)).toBeNull();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (text) => {
        const fault = await checkPassword(text, OWN);
        expect(fault === "too_short").toBe([...text].length < 12);
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});
