import { createWorld } from "@koppeling/sandbox/create-world";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RULES_CHANGED } from "./announce-rules";
import { SYSTEM } from "./context";
import { type Deps } from "./deps";
import { importSalesReps } from "./features/sales-reps/import-sales-reps";
import { updateSettings } from "./features/settings/update-settings";

const createdAt = new Date("2026-01-01T00:00:00Z");
const ANNA = { name: "Anna", email: "anna@z.example", team: "Sales", createdAt };

let stack: TestStack;
let deps: Deps;
let caller: Awaited<ReturnType<TestStack["caller"]>>;
let sent: string[];
beforeAll(async () => {
  stack = await createTestStack({
    sandbox: {
      world: createWorld({ recordings: [], teams: [{ name: "Sales", createdAt }], members: [ANNA] }),
    },
  });
  deps = stack.deps;
  caller = await stack.caller();
  const send = deps.jobs.send.bind(deps.jobs);
  deps.jobs.send = async (event) => {
    sent.push(event.name);
    await send(event);
  };
});
afterAll(() => stack[Symbol.asyncDispose]());

/** Each gets a rep of its own. */
const CHANGES: Record<string, (repId: string) => Promise<unknown>> = {
  "a new rep": () => caller.salesReps.create({ name: "New", email: "new@z.example" }),
  "a changed rep": (id) => caller.salesReps.update({ id, aliases: ["other@z.example"] }),
  "an archived rep": (id) => caller.salesReps.archive({ id }),
  "a restored rep": async (id) => {
    await caller.salesReps.archive({ id });
    sent = [];
    await caller.salesReps.restore({ id });
  },
  "reps of a CSV file": () =>
    caller.salesReps.importCsv({ csv: "name,email\nCees,cees@z.example", dryRun: false }),
  "reps of Fathom's team, by the command line too": () => importSalesReps(deps, { actor: SYSTEM }),
  "the team filter, by whoever sets it": () => updateSettings(deps, { teamFilter: ["Sales"] }, SYSTEM),
  "the domains": () => caller.fathomSettings.update({ matchDomains: ["z.example"] }),
  "an address given to a rep": (salesRepId) =>
    caller.skipped.resolve({ action: "alias", recorderEmail: "skipped@z.example", salesRepId }),
  "an address taken back": async (salesRepId) => {
    const recorderEmail = "back@z.example";
    await caller.skipped.resolve({ action: "alias", recorderEmail, salesRepId });
    sent = [];
    await caller.skipped.undo({ salesRepId, recorderEmail });
  },
};

describe("the rules are looked at again at once after", () => {
  it.each(Object.entries(CHANGES))("%s", async (name, change) => {
    const id = await stack.addRep(name, `${name.toLowerCase().replace(/\W+/g, "-")}@z.example`);
    sent = [];
    await change(id);
    expect(sent.filter((event) => event === RULES_CHANGED)).toHaveLength(1);
  });

  it("nothing that changed no rule", async () => {
    sent = [];
    await importSalesReps(deps, { dryRun: true, actor: SYSTEM });
    await importSalesReps(deps, { actor: SYSTEM });
    await updateSettings(deps, { retentionDays: 30 }, SYSTEM);
    await caller.salesReps.importCsv({ csv: "name,email\nDirk,dirk@z.example", dryRun: true });
    expect(sent).not.toContain(RULES_CHANGED);
  });
});
