import { expect, it } from "vitest";
import { fuzzTargets, runFuzz } from "./fuzz-targets";
import { appRouter } from "@koppeling/api/root";

it("withstands a seeded part of what `npm run fuzz` throws at the seal, the webhook and every input", () => {
  expect(runFuzz(20_000, 20_261_122)).toBeGreaterThanOrEqual(20_000);
});

it("covers every procedure that takes input", () => {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: unknown[] } }>;
  const taking = Object.keys(procedures).filter((path) => (procedures[path]?._def.inputs.length ?? 0) > 0);
  const covered = fuzzTargets.map(({ name }) => name.replace(/^input of /, ""));
  expect(taking.filter((path) => !covered.includes(path))).toEqual([]);
  expect(taking.length).toBeGreaterThan(20);
});
