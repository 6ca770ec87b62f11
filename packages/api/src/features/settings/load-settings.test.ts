import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SYSTEM } from "../../context";
import { importSalesReps } from "../sales-reps/import-sales-reps";

const PASSWORD = "correct horse battery";

let stack: TestStack;
let caller: Awaited<ReturnType<TestStack["caller"]>>;
/** Every use of the stored key that a person asks for. */
const USES: Record<string, () => Promise<unknown>> = {
  "the teams": () => caller.fathomSettings.teams(),
  "a connection test": () => caller.fathomSettings.test(),
  "showing the key": () => caller.fathomSettings.reveal({ field: "apiKey", password: PASSWORD }),
  "importing sales reps": () => importSalesReps(stack.deps, { dryRun: true, actor: SYSTEM }),
  "an estimate": () => caller.sync.estimate({ hours: 24 }),
  "switching realtime on": () => caller.realtime.enable(),
  "switching realtime off": () => caller.realtime.disable(),
};

beforeAll(async () => {
  stack = await createTestStack();
  caller = await stack.caller();
  await caller.fathomSettings.update({ apiKey: stack.deps.config.fathomApiKey ?? "" });
  await caller.realtime.enable();
});
afterAll(() => stack[Symbol.asyncDispose]());

async function expectRefused(use: () => Promise<unknown>, code: string): Promise<void> {
  const asked = stack.sandbox.requests.length;
  const refused: unknown = await use().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Error);
  const { cause } = refused as Error;
  expect(cause ?? refused).toMatchObject({ code });
  expect(stack.sandbox.requests).toHaveLength(asked);
}

describe.each(Object.entries(USES))("%s", (_name, use) => {
  it("says of a key that was stored for another Fathom that it is, and does not send it", async () => {
    const { fathomApiBaseUrl, nextauthUrl } = stack.deps.config;
    stack.deps.config.fathomApiBaseUrl = "https://fathom.evil.example/external/v1";
    stack.deps.config.nextauthUrl = "https://crm.company.example";
    try {
      await expectRefused(use, "other_fathom");
    } finally {
      Object.assign(stack.deps.config, { fathomApiBaseUrl, nextauthUrl });
    }
  });

  it("says of a key that cannot be opened which settings key it needs", async () => {
    const rename = (from: string, to: string) =>
      stack.deps.db.pool.query(
        "UPDATE system_settings SET setting_value = replace(setting_value, $1, $2) WHERE setting_key = 'fathom_api_key'",
        [from, to],
      );
    await rename(".test1.", ".gone9.");
    try {
      await expectRefused(use, "settings_key");
    } finally {
      await rename(".gone9.", ".test1.");
    }
  });
});
