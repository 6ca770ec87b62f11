import { expect, it } from "vitest";
import { foldWords } from "./fold-words";

const words = (text: string) => [...foldWords(text)].map(({ folded }) => folded);

it.each([
  ["Überzicht met Zoë", ["uberzicht", "met", "zoe"]],
  ["Zoe\u0308 CAFÉ", ["zoe", "cafe"]],
  ["Straße, Ærø & Łódź", ["strasse", "aero", "lodz"]],
  ["auto's: 1.250,00 euro (b2b)", ["auto", "s", "1", "250", "00", "euro", "b2b"]],
  ["follow-up\nplan_b", ["follow", "up", "plan", "b"]],
  ["İstanbul ILIK", ["istanbul", "ilik"]],
  ["½ ² ﬁets", ["12", "2", "fiets"]],
  ["Привет 世界", ["привет", "世界", "界"]],
  ["契約書をABC社へ", ["契約", "約書", "書を", "を", "abc", "社へ", "へ"]],
  ["ガス", ["カス", "ス"]],
  ["猫", ["猫"]],
  ["- % _ \u0301 😀", []],
  [`${"x".repeat(60)}y`, ["x".repeat(40)]],
])("compares %j by its words", (text, expected) => {
  expect(words(text)).toEqual(expected);
});

it("says where each word stands", () => {
  const text = "Ja, Zoe\u0308 belt 😀 terug";
  expect([...foldWords(text)].map(({ start, end }) => text.slice(start, end))).toEqual([
    "Ja",
    "Zoe\u0308",
    "belt",
    "terug",
  ]);
});

it("finds a word however it is written: composed, decomposed, in capitals", () => {
  for (const word of ["Größe", "Málaga", "Coöperatie", "Çelik", "Ångström", "façade"]) {
    const spellings = [word, word.normalize("NFD"), word.toLowerCase(), word.toUpperCase()];
    expect(new Set(spellings.flatMap(words)).size).toBe(1);
  }
});
