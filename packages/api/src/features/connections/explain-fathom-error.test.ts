import { type FaultKind } from "@koppeling/sandbox/fault-plan";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let stack: TestStack;
let caller: Awaited<ReturnType<TestStack["caller"]>>;
beforeAll(async () => {
  stack = await createTestStack();
  caller = await stack.caller();
});
afterAll(() => stack[Symbol.asyncDispose]());

/** Every request of the dashboard that a person waits for while it asks Fathom. */
const ASKED: Record<string, () => Promise<unknown>> = {
  "the teams": () => caller.fathomSettings.teams(),
  "importing sales reps": () => caller.salesReps.importFromFathom({ dryRun: true }),
  "an estimate": () => caller.sync.estimate({ hours: 24 }),
  "switching realtime on": () => caller.realtime.enable(),
  "switching realtime off": () => caller.realtime.disable(),
};
const ANSWERS: [FaultKind, string][] = [
  ["status_401", "fathom_unauthorized"],
  ["status_403", "fathom_forbidden"],
  ["status_400", "fathom_bad_response"],
  ["status_500", "fathom_unavailable"],
];

describe.each(Object.entries(ASKED))("%s", (name, ask) => {
  beforeAll(async () => {
    if (name === "switching realtime off") await caller.realtime.enable();
  });

  it.each(ANSWERS)("tells a person what Fathom's %s means: %s", async (fault, code) => {
    stack.sandbox.faults.always(fault);
    try {
      await expect(ask()).rejects.toMatchObject({ cause: { code } });
    } finally {
      stack.sandbox.faults.clear();
    }
  });
});

it("says how long to wait when Fathom refuses further requests", async () => {
  stack.sandbox.faults.next("status_429_seconds", 1, { seconds: 41 });
  await expect(caller.fathomSettings.teams()).rejects.toMatchObject({
    cause: { code: "fathom_busy", params: { seconds: 41 }, retryAfterSeconds: 41 },
  });
});
