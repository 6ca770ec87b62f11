import { describe, expect, it } from "vitest";
import { findDiagnoses } from "./find-diagnoses";

const well: Parameters<typeof findDiagnoses>[0] = {
  settings: { hasApiKey: true, connectionStatus: "connected", lastError: null, settingsKeyProblem: null },
  overview: { reps: 3, ledger: { recordings: 10, imported: 8 }, lastSuccessAt: new Date(0) },
  lastRun: { runId: "r1", status: "succeeded", message: "" },
  problems: [],
  realtime: { on: true, lastEventAt: new Date(0) },
};
const states = (patch: Partial<typeof well>) =>
  Object.fromEntries(findDiagnoses({ ...well, ...patch }).map(({ kind, state }) => [kind, state]));

describe("findDiagnoses", () => {
  it("finds nothing wrong where nothing is", () => {
    expect(new Set(Object.values(states({})))).toEqual(new Set(["ok"]));
  });

  it("names a key that is missing, untested or refused, with the reason", () => {
    const key = (patch: Partial<(typeof well)["settings"]>) =>
      findDiagnoses({ ...well, settings: { ...well.settings, ...patch } })[0];
    expect(key({ hasApiKey: false, connectionStatus: "not_configured" })).toMatchObject({ state: "missing" });
    expect(key({ connectionStatus: "not_configured" })).toMatchObject({ state: "untested" });
    expect(key({ connectionStatus: "error", lastError: "Geweigerd" })).toMatchObject({
      state: "refused",
      detail: "Geweigerd",
    });
  });

  it("names what keeps calls away", () => {
    const overview = { ...well.overview, reps: 0, ledger: { recordings: 4, imported: 0 } };
    expect(states({ overview })).toMatchObject({ reps: "none", matching: "nothing" });
    expect(states({ lastRun: null, problems: ["sync_late"] })).toMatchObject({
      sync: "none",
      schedule: "late",
    });
    expect(
      findDiagnoses({ ...well, lastRun: { runId: "r2", status: "failed", message: "Weg" } })[2],
    ).toMatchObject({
      state: "failed",
      detail: "Weg",
      href: "/settings?tab=sync&run=r2",
    });
    expect(states({ realtime: { on: true, lastEventAt: null } })).toMatchObject({ realtime: "silent" });
    expect(states({ realtime: { on: false, lastEventAt: null } })).toMatchObject({ realtime: "off" });
  });
});
