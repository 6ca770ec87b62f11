import { expect, it } from "vitest";
import { findRepsOf } from "./find-reps-of";

const anna = { id: "a", email: "anna@z.example", aliases: ["info@z.example"], archivedAt: null };
const bram = { id: "b", email: "bram@z.example", aliases: ["info@z.example"], archivedAt: null };
const old = { id: "o", email: "oud@z.example", aliases: [], archivedAt: new Date(0) };
const reps = [anna, bram, old];

it("finds everybody who has an address, as their own or as an alias", () => {
  expect(findRepsOf("Info@z.example", reps, false)).toEqual([anna, bram]);
  expect(findRepsOf("anna@z.example", reps, false)).toEqual([anna]);
  expect(findRepsOf("oud@z.example", reps, false)).toEqual([]);
  expect(findRepsOf("oud@z.example", reps, true)).toEqual([old]);
  expect(findRepsOf(null, reps, false)).toEqual([]);
});
