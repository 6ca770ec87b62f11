import { expect, it } from "vitest";
import { findMatches, findWords, groupByLine } from "./find-matches";

const lines = ["De prijs is 100% (ex. btw).", "PRIJS? Prijs!", "Één crème brûlée."].map((text) => ({
  speaker: "Anna",
  email: null,
  text,
  seconds: 0,
}));

const found = (search: string) =>
  findMatches(lines, search).map(({ line, start, end }) => [line, lines[line]?.text.slice(start, end)]);

it("finds a text wherever it is, whatever its case", () => {
  expect(found("prijs")).toEqual([
    [0, "prijs"],
    [1, "PRIJS"],
    [1, "Prijs"],
  ]);
  expect(found("ÉÉN CRÈME")).toEqual([[2, "Één crème"]]);
  expect(found("een creme bru")).toEqual([[2, "Één crème brû"]]);
});

it("takes what is typed literally", () => {
  expect(found("100% (ex.")).toEqual([[0, "100% (ex."]]);
  expect(found(".*")).toEqual([]);
  expect(found("[a-z]+\\d{2}^$|/-")).toEqual([]);
});

it("does not search for next to nothing", () => {
  expect(found("")).toEqual([]);
  expect(found(" p ")).toEqual([]);
});

it("hands each line its own matches", () => {
  const byLine = groupByLine(findMatches(lines, "prijs"));
  expect([...byLine.keys()]).toEqual([0, 1]);
  expect(byLine.get(1)).toHaveLength(2);
});

it("finds the words of a search that stand apart", () => {
  expect(findWords(lines, "creme prijs (a").map(({ line }) => line)).toEqual([0, 1, 1, 2]);
  expect(findWords(lines, "% ( b")).toEqual([]);
});

it("finds a thousand places and no more, since each is an element of the page", () => {
  const talk = { speaker: "Anna", email: null, text: "ab ".repeat(5000), seconds: 0 };
  expect(findMatches([talk, talk], "ab")).toHaveLength(1000);
  expect(findWords([talk, talk], "ab cd")).toHaveLength(1000);
});
