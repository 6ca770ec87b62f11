import { describe, expect, it } from "vitest";
import { cleanText } from "./clean-text";
import { normalizeText } from "./normalize-text";

describe("normalizeText", () => {
  it.each([
    ["cafe\u0301", "caf\u00e9"],
    [`a${"\u0301".repeat(30)}`, `\u00e1${"\u0301".repeat(29)}`],
    ["ｶﾞ", "ｶﾞ"],
    ["ภาษาไทย และ नमस्ते", "ภาษาไทย และ नमस्ते"],
  ])("leaves what a language writes as String.normalize has it: %j", (text, expected) => {
    expect(normalizeText(text, "NFC")).toBe(expected);
    expect(normalizeText(text, "NFC")).toBe(text.normalize("NFC"));
  });

  // With String.normalize alone each of these takes many minutes.
  it.each([
    ["NFC", "\u0301\u0316"],
    ["NFD", "\u0344\u0316"],
    ["NFKD", "\uff9e\u0301"],
    ["NFC", "\u{1d165}\u0316"],
  ] as const)("comes to an end in %s with two million marks like %j", (form, marks) => {
    const normal = normalizeText(`a${marks.repeat(1_000_000)}b`, form);
    expect(normal.endsWith("b")).toBe(true);
    expect(normal.length).toBeLessThan(5000);
    expect(normalizeText(normal, form)).toBe(normal);
  });

  it("is how everything from outside is cleaned", () => {
    expect(cleanText(`a${"\u0301\u0316".repeat(1_000_000)}`).length).toBeLessThan(5000);
  });
});
