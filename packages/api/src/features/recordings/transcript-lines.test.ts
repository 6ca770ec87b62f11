import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeTranscript, encodeTranscript } from "./transcript-lines";

const line = fc.record({
  speaker: fc.constantFrom("Anna", "Bram", "", "Anna\nb@x.example"),
  email: fc.constantFrom(null, "a@x.example", "b@x.example"),
  text: fc.string({ unit: "binary" }),
  seconds: fc.option(fc.nat()),
});

it("gives back the lines that were stored", () => {
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      expect(decodeTranscript(JSON.parse(encodeTranscript(lines)))).toEqual(lines);
    }),
  );
});

it("reads anything else as no lines", () => {
  for (const odd of [null, 1, [], { lines: [] }, { speakers: [], lines: [[0]] }])
    expect(decodeTranscript(odd)).toEqual([]);
});
