import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findMatch, findRanges, listSentences } from "./find-match";
import { parseSearch } from "./parse-search";

const marked = (text: string, search: string) =>
  findRanges(text, parseSearch(search)).map(([start, end]) => text.slice(start, end));

describe("places", () => {
  it.each([
    ["Het onderhoudscontract loopt af", "contract", ["contract"]],
    ["Zoë belt Zoe\u0308 en ZOE", "zoe", ["Zoë", "Zoe\u0308", "ZOE"]],
    ["De prijzen en de prijs", "prij", ["prij", "prij"]],
    ["In Ons Overleg over", "ove", ["Ove", "ove"]],
    ["b2b en plan b", "plan b", ["plan", "b"]],
    ["De Straße is lang", "strasse", ["Straße"]],
    ["Korting van 2026 en 12026", "2026", ["2026"]],
    ["de klant", "de klant", ["klant"]],
    ["de", "de", ["de"]],
    ["niets", "%", []],
  ])("%j searched for %j", (text, search, expected) => {
    expect(marked(text, search)).toEqual(expected);
  });
});

describe("the sentence that is shown", () => {
  const call = {
    title: "Demo met Zonnewende",
    summary:
      "## Afspraken\n\n- **Korting** van [10%](https://x.example) besproken. Daarna volgt een offerte!\n- [ ] Contract sturen",
    transcript: [
      { speaker: "Anna", email: null, seconds: 12, text: "We praten over korting." },
      {
        speaker: "Bram",
        email: null,
        seconds: 80,
        text: "De korting en het onderhoudscontract horen bij elkaar.",
      },
    ],
  };
  const find = (search: string) => findMatch(listSentences(call), parseSearch(search));

  it("is the title when that has it all", () => {
    expect(find("demo zonne")).toMatchObject({
      where: "title",
      text: call.title,
      ranges: [
        [0, 4],
        [9, 14],
      ],
    });
  });
  it("is a sentence of the summary without its signs", () => {
    expect(find("offerte")).toMatchObject({ where: "summary", text: "Daarna volgt een offerte!" });
    expect(find("10")).toMatchObject({ where: "summary", text: "Korting van 10% besproken." });
    expect(find("sturen")).toMatchObject({ text: "Contract sturen" });
  });
  it("is the line of the transcript with most of the words, who says it and when", () => {
    expect(find("korting contract")).toMatchObject({ where: "transcript", speaker: "Bram", seconds: 80 });
  });
  it("is none when nothing is there", () => {
    expect(find("bestaatniet")).toBeNull();
  });

  it("is cut around the first place when it is long, and the places move along", () => {
    const text = `${"lorem ipsum ".repeat(40)}korting ${"dolor sit ".repeat(40)}`;
    const match = findMatch(
      [{ text, where: "transcript", speaker: null, seconds: null }],
      parseSearch("korting"),
    );
    expect(match?.text.length).toBeLessThan(240);
    expect(match?.text.startsWith("… ")).toBe(true);
    expect(match?.ranges.map(([start, end]) => match.text.slice(start, end))).toEqual(["korting"]);
  });

  it("holds its places, whatever the text and the search", () => {
    const text = fc.string({ unit: "binary", maxLength: 600 });
    fc.assert(
      fc.property(text, fc.string({ unit: "binary", maxLength: 20 }), (line, search) => {
        const terms = parseSearch(search);
        const match = findMatch([{ text: line, where: "title", speaker: null, seconds: null }], terms);
        for (const [start, end] of match?.ranges ?? []) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(match?.text.length ?? 0);
        }
        expect(match === null).toBe(findRanges(line, terms).length === 0);
      }),
    );
  });
});

describe("text of strangers", () => {
  // Each takes minutes when a place in it is looked at from every other one.
  it.each([
    "[",
    "![",
    "[a](",
    "[a] ",
    "](",
    "*a_ ",
    "[a](<b",
    ". ",
    "\n",
    "#>*+|- ",
    "\u0301\u0316",
    "a\u0301",
  ])("a summary of %j, over and over, is read to its end", (unit) => {
    const summary = `${unit.repeat(400_000 / unit.length)}\nwoord`;
    const sentences = listSentences({ title: "Titel", summary, transcript: [] });
    expect(findMatch(sentences, parseSearch("woord"))).toMatchObject({ where: "summary" });
  });

  it("is looked through for a million characters, and no further", () => {
    const line = { speaker: "Anna", email: null, seconds: 0, text: "woorden ".repeat(1000) };
    const transcript = [...Array.from({ length: 130 }, () => line), { ...line, text: "naald" }];
    const find = (lines: typeof transcript) =>
      findMatch(listSentences({ title: "Titel", summary: null, transcript: lines }), parseSearch("naald"));
    expect(find(transcript)).toBeNull();
    expect(find(transcript.slice(-2))).toMatchObject({ text: "naald" });
  });
});
