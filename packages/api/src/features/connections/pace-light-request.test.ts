import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { describe, expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";
import { hashApiKey } from "../settings/hash-api-key";
import { takeSlot } from "./rate-budget";

describe("a request that somebody waits for", () => {
  it("takes its place among those of a sync, and says how long to wait when there is none", async () => {
    await using stack = await createTestStack({ environment: { FATHOM_REQUESTS_PER_MINUTE: "5" } });
    const { fathomSettings, salesReps } = await stack.caller();
    expect(await fathomSettings.test()).toMatchObject({ success: true });
    expect(await fathomSettings.teams()).toMatchObject({ teams: ["Marketing", "Sales"] });
    const keyHash = hashApiKey(stack.deps, SANDBOX_API_KEY);
    // Two for the test, one for the teams.
    expect([
      await takeSlot(stack.deps, keyHash, "light"),
      await takeSlot(stack.deps, keyHash, "light"),
    ]).toEqual([0, 0]);
    for (const ask of [fathomSettings.teams, fathomSettings.test, salesReps.importFromFathom]) {
      const refused: unknown = await (ask as (input?: object) => Promise<unknown>)({}).catch(
        (error: unknown) => error,
      );
      expect(refused).toMatchObject({ code: "TOO_MANY_REQUESTS", message: "fathom_busy" });
      const { retryAfterSeconds } = (refused as { cause: { retryAfterSeconds: number } }).cause;
      expect(retryAfterSeconds).toBeGreaterThan(30);
      expect(retryAfterSeconds).toBeLessThanOrEqual(64);
    }
  });

  it("waits a moment for a place that is about to be free", async () => {
    const slept: number[] = [];
    await using stack = await createTestStack({
      environment: { FATHOM_REQUESTS_PER_MINUTE: "1" },
      config: { rateWindowSeconds: 1 },
      clock: {
        now: () => new Date(),
        sleep: async (milliseconds) => {
          slept.push(milliseconds);
          await new Promise((resolve) => setTimeout(resolve, milliseconds));
        },
      },
    });
    const { fathomSettings } = await stack.caller();
    await takeSlot(stack.deps, hashApiKey(stack.deps, SANDBOX_API_KEY), "light");
    expect(await fathomSettings.teams()).toMatchObject({ teams: ["Marketing", "Sales"] });
    expect(slept.length).toBeGreaterThan(0);
  });
});
