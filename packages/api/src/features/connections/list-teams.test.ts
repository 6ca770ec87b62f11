import { describe, expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";

describe("fathomSettings.teams", () => {
  it("lists Fathom's teams by name", async () => {
    await using stack = await createTestStack();
    expect(await (await stack.caller()).fathomSettings.teams()).toEqual({ teams: ["Marketing", "Sales"] });
  });

  it("says why it cannot", async () => {
    await using stack = await createTestStack();
    const { fathomSettings } = await stack.caller();
    stack.sandbox.faults.always("revoked_key");
    await expect(fathomSettings.teams()).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: "fathom_unauthorized",
    });
    stack.sandbox.faults.clear();
    await stack.sandbox.stop();
    await expect(fathomSettings.teams()).rejects.toMatchObject({
      code: "SERVICE_UNAVAILABLE",
      message: "fathom_unavailable",
    });
  });

  it("needs a key that can be opened", async () => {
    await using stack = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
    const { fathomSettings } = await stack.caller();
    await expect(fathomSettings.teams()).rejects.toMatchObject({ message: "not_configured" });
    await fathomSettings.update({ apiKey: "4jmc-aeVcDemoKey-xvKAs" });
    await stack.deps.db.pool.query(
      "UPDATE system_settings SET setting_value = replace(setting_value, '.test1.', '.gone9.')",
    );
    await expect(fathomSettings.teams()).rejects.toMatchObject({ message: "settings_key" });
  });
});
