import { createWorld } from "@koppeling/sandbox/create-world";
import { SANDBOX_API_KEY } from "@koppeling/sandbox/start-sandbox";
import { expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";

const DAY = 24 * 3_600_000;

it("names the active reps whom this key has never shown, or no more, and says why that may be", async () => {
  const now = new Date();
  let offset = 0;
  await using stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [], teams: [], members: [] }), now: () => now },
    clock: {
      now: () => new Date(Date.now() + offset),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
  });
  await stack.addRep("Anna", "anna@zonnewende.example", { aliases: ["a.devries@partners.example"] });
  await stack.addRep("Esra", "esra@zonnewende.example");
  await stack.addRep("Oud", "oud@zonnewende.example", { archived: true });
  stack.sandbox.addCall({ recordedBy: { email: "A.deVries@Partners.example" } });
  await stack.sync({ hours: 24 });
  const caller = await stack.caller("admin", "nl");

  const { items, invisible } = await caller.visibility.list();
  expect(invisible).toBe(1);
  expect(items).toMatchObject([
    { name: "Anna", reason: null, message: null },
    { name: "Esra", reason: "never_seen", lastSeenAt: null },
  ]);
  expect(items[0]?.lastSeenAt).toBeInstanceOf(Date);
  expect(items[1]?.message).toContain("Van Esra is met deze key nog nooit een call gezien");

  await caller.fathomSettings.update({ apiKey: SANDBOX_API_KEY });
  expect((await caller.visibility.list()).invisible).toBe(1);
  offset = 2 * DAY;
  const [anna] = (await (await stack.caller("admin", "en")).visibility.list()).items;
  expect(anna?.reason).toBe("not_with_this_key");
  expect(anna?.message).toContain("Nothing of Anna has been seen since this key was saved");
  await expect((await stack.caller("viewer")).visibility.list()).rejects.toThrow("not_allowed");
});
