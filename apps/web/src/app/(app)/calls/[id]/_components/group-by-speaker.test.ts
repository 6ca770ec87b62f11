import { expect, it } from "vitest";
import { groupBySpeaker } from "./group-by-speaker";

it("puts what one person says in a row together, and gives each voice its own number", () => {
  const lines = [
    ["Anna", "Hoi"],
    ["Anna", "Alles goed?"],
    ["Bram", "Ja"],
    ["Anna", "Mooi"],
  ].map(([speaker = "", text = ""]) => ({ speaker, text, email: null, seconds: null }));
  const turns = groupBySpeaker(lines);
  expect(turns.map(({ speaker, voice }) => [speaker, voice])).toEqual([
    ["Anna", 0],
    ["Bram", 1],
    ["Anna", 0],
  ]);
  expect(turns.map((turn) => turn.lines.map(({ index }) => index))).toEqual([[0, 1], [2], [3]]);
  expect(groupBySpeaker([])).toEqual([]);
});
