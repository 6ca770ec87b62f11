import { expect, it } from "vitest";
import { readColumns } from "./call-columns";

it("reads a choice of columns, whatever somebody made of it", () => {
  expect(readColumns(undefined)).toEqual(["rep", "duration", "with", "content"]);
  expect(readColumns("team.rep.onzin.rep")).toEqual(["rep", "team"]);
  expect(readColumns("none")).toEqual([]);
  expect(readColumns("")).toEqual([]);
});
