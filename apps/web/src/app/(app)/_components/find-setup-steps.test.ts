import { describe, expect, it } from "vitest";
import { findSetupSteps } from "./find-setup-steps";

const connection = { status: "not_configured", lastTested: null, lastError: null, source: null } as const;
const states = (input: Parameters<typeof findSetupSteps>[0]) =>
  findSetupSteps(input)?.map(({ state }) => state) ?? null;

describe("findSetupSteps", () => {
  it("begins with the key", () => {
    expect(states({ connection, reps: 0, lastSuccessAt: null })).toEqual(["next", "later", "later", "later"]);
  });

  it("points at the first thing that is missing, whatever was done before its turn", () => {
    const stored = { ...connection, source: "database" } as const;
    expect(states({ connection: stored, reps: 3, lastSuccessAt: null })).toEqual([
      "done",
      "next",
      "done",
      "later",
    ]);
    const tested = { ...stored, status: "connected" } as const;
    expect(states({ connection: tested, reps: 3, lastSuccessAt: null })).toEqual([
      "done",
      "done",
      "done",
      "next",
    ]);
    expect(states({ connection: tested, reps: 0, lastSuccessAt: new Date() })).toEqual([
      "done",
      "done",
      "next",
      "done",
    ]);
  });

  it("is over after the first sync with reps, also when the key is refused later", () => {
    const refused = { ...connection, source: "database", status: "error" } as const;
    expect(states({ connection: refused, reps: 1, lastSuccessAt: new Date() })).toBeNull();
  });
});
