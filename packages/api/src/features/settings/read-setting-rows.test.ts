import { fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { SYSTEM } from "../../context";
import { loadSettings } from "./load-settings";
import { updateSettings } from "./update-settings";

const keyNumber = (number: number) => `key-number-${number}-of-the-admin`;

/** Another process over the same database. */
async function startReader(stack: TestStack) {
  const program = createRequire(import.meta.url).resolve("@koppeling/testing/settings-reader");
  const child = fork(program, [stack.databaseUrl, stack.sandbox.url], { execArgv: ["--import", "tsx"] });
  await once(child, "message");
  return {
    apiKey: async () => {
      child.send("which key?");
      const [{ apiKey }] = (await once(child, "message")) as [{ apiKey: string | null }];
      return apiKey;
    },
    [Symbol.asyncDispose]: async () => {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}

describe("the settings in memory", () => {
  it("are never older than the last save, in any process", async () => {
    await using stack = await createTestStack({ environment: { FATHOM_API_KEY: "" } });
    await using first = await startReader(stack);
    await using second = await startReader(stack);
    for (let number = 1; number <= 25; number += 1) {
      await updateSettings(stack.deps, { apiKey: keyNumber(number) }, SYSTEM);
      expect(await Promise.all([first.apiKey(), second.apiKey()])).toEqual([
        keyNumber(number),
        keyNumber(number),
      ]);
    }
    await updateSettings(stack.deps, { apiKey: null }, SYSTEM);
    expect(await first.apiKey()).toBeNull();
    await stack.deps.db.pool.query("DELETE FROM system_settings");
    expect(await second.apiKey()).toBeNull();
  });

  it("spare the opening and reading of secrets while nothing changes, for five minutes", async () => {
    let now = new Date("2026-11-01T09:00:00Z");
    let opened = 0;
    const clock = { now: () => now, sleep: async () => {} };
    await using stack = await createTestStack({ environment: { FATHOM_API_KEY: "" }, clock });
    const { secretBox } = stack.deps;
    const deps = {
      ...stack.deps,
      secretBox: {
        ...secretBox,
        open: (text: string, row: string) => {
          opened += 1;
          return secretBox.open(text, row);
        },
      },
    };
    await updateSettings(deps, { apiKey: keyNumber(1) }, SYSTEM);
    for (let round = 0; round < 5; round += 1) expect((await loadSettings(deps)).apiKey).toBe(keyNumber(1));
    const once = opened;
    expect(once).toBe(2); // the key and the canary
    now = new Date("2026-11-01T09:04:59Z");
    await loadSettings(deps);
    expect(opened).toBe(once);
    now = new Date("2026-11-01T09:05:01Z");
    await loadSettings(deps);
    expect(opened).toBe(once * 2);
    // By hand, without a new updated_at.
    await deps.db.pool.query(
      "UPDATE system_settings SET setting_value = NULL WHERE setting_key = 'fathom_api_key'",
    );
    expect((await loadSettings(deps)).apiKey).toBeNull();
  });
});
