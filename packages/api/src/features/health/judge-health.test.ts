import { describe, expect, it } from "vitest";
import { judgeHealth } from "./judge-health";

const now = new Date("2026-11-20T12:10:00Z");
const well = {
  hasKey: true,
  keyRefused: false,
  keyAccepted: true,
  lastSuccessAt: new Date("2026-11-20T12:01:00Z"),
  syncCron: "*/30 * * * *",
  now,
};

describe("judgeHealth", () => {
  it("says that all is well", () => {
    expect(judgeHealth(well)).toEqual({ key_refused: "off", sync_late: "off" });
  });

  it("calls a sync late once two moments of the schedule have passed without a success", () => {
    const at = (time: string) => judgeHealth({ ...well, lastSuccessAt: new Date(`2026-11-20T${time}Z`) });
    expect(at("11:00:30").sync_late).toBe("off");
    expect(at("10:59:30").sync_late).toBe("on");
  });

  it("says of a refused key only that, and nothing of a key that nobody has tried", () => {
    const late = { ...well, lastSuccessAt: new Date(0) };
    expect(judgeHealth({ ...late, keyRefused: true, keyAccepted: false })).toEqual({
      key_refused: "on",
      sync_late: "unknown",
    });
    expect(judgeHealth({ ...late, keyAccepted: false })).toEqual({ key_refused: "unknown", sync_late: "on" });
    expect(judgeHealth({ ...late, hasKey: false, keyAccepted: false })).toEqual({
      key_refused: "unknown",
      sync_late: "unknown",
    });
  });
});
