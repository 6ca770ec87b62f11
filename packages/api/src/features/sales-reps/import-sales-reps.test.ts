import { createWorld } from "@koppeling/sandbox/create-world";
import { describe, expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";

const createdAt = new Date("2026-01-01T00:00:00Z");
const member = (name: string, email: string, team: string | null) => ({ name, email, team, createdAt });
const TEAMS = [
  { name: "Sales", createdAt },
  { name: "Marketing", createdAt },
];
const MEMBERS = [
  member("Anna de Vries", "Anna@Z.example", "Sales"),
  member("Bram", "bram@z.example", "Sales"),
  member("Cleo", "cleo@z.example", "Marketing"),
  member("Dirk", "dirk@z.example", null),
];
const createStack = (members = MEMBERS) =>
  createTestStack({ sandbox: { world: createWorld({ recordings: [], teams: TEAMS, members }) } });

describe("salesReps.importFromFathom", () => {
  it("shows who would be made, and makes nobody yet", async () => {
    await using stack = await createStack();
    const { salesReps } = await stack.caller();
    expect(await salesReps.importFromFathom({ dryRun: true })).toEqual({
      created: 0,
      existing: 0,
      leftOut: [],
      candidates: [
        { name: "Anna de Vries", email: "anna@z.example", team: "Sales", status: "new" },
        { name: "Bram", email: "bram@z.example", team: "Sales", status: "new" },
        { name: "Cleo", email: "cleo@z.example", team: "Marketing", status: "new" },
        { name: "Dirk", email: "dirk@z.example", team: null, status: "new" },
      ],
    });
    expect((await salesReps.list()).items).toEqual([]);
  });

  it("makes those that are chosen, in any spelling, and the others the next time", async () => {
    await using stack = await createStack();
    const { salesReps } = await stack.caller();
    expect(await salesReps.importFromFathom({ emails: ["ANNA@z.example", "kees@z.example"] })).toMatchObject({
      created: 1,
    });
    expect(await salesReps.importFromFathom({ emails: [] })).toMatchObject({ created: 0 });
    expect((await salesReps.list()).items).toMatchObject([
      { name: "Anna de Vries", email: "anna@z.example", team: "Sales", aliases: [] },
    ]);
    expect(await salesReps.importFromFathom()).toMatchObject({ created: 3, existing: 1 });
    expect(await salesReps.importFromFathom()).toMatchObject({ created: 0, existing: 4 });
  });

  it("leaves alone who is a rep already, under an alias or archived too", async () => {
    await using stack = await createStack();
    const { salesReps } = await stack.caller();
    await salesReps.create({ name: "Annie", email: "annie@elders.example", aliases: ["anna@z.example"] });
    const { id } = await salesReps.create({ name: "Bram B.", email: "bram@z.example" });
    await salesReps.archive({ id });
    const { candidates, created, existing } = await salesReps.importFromFathom();
    expect([created, existing]).toEqual([2, 2]);
    expect(candidates.map(({ status }) => status)).toEqual(["existing", "archived", "new", "new"]);
    expect((await salesReps.list()).items.map(({ name, archivedAt }) => [name, archivedAt !== null])).toEqual(
      [
        ["Annie", false],
        ["Cleo", false],
        ["Dirk", false],
        ["Bram B.", true],
      ],
    );
  });

  it("says of members whose address is none that they are left out, and imports the rest", async () => {
    await using stack = await createStack([
      member("Zonder", "zonder", "Sales"),
      member("José", "JOSÉ@z.example", "Sales"),
      ...MEMBERS,
    ]);
    const { salesReps } = await stack.caller();
    const leftOut = [{ name: "Zonder", email: "zonder", reason: "email_shape" }];
    expect(await salesReps.importFromFathom({ dryRun: true })).toMatchObject({ created: 0, leftOut });
    expect(await salesReps.importFromFathom()).toMatchObject({ created: 5, leftOut });
  });

  it("makes each rep once when two admins import at the same moment", async () => {
    await using stack = await createStack();
    const { salesReps } = await stack.caller();
    const results = await Promise.all(Array.from({ length: 4 }, () => salesReps.importFromFathom()));
    expect(results.reduce((sum, { created }) => sum + created, 0)).toBe(4);
    expect((await salesReps.list()).items).toHaveLength(4);
  });

  it("says why it cannot", async () => {
    await using stack = await createStack();
    const { salesReps } = await stack.caller();
    stack.sandbox.faults.always("revoked_key");
    await expect(salesReps.importFromFathom()).rejects.toMatchObject({ message: "fathom_unauthorized" });
    stack.sandbox.faults.clear();
    stack.sandbox.faults.always("status_500");
    await expect(salesReps.importFromFathom()).rejects.toMatchObject({ message: "fathom_unavailable" });
    stack.deps.config.fathomApiKey = null;
    await expect(salesReps.importFromFathom()).rejects.toMatchObject({ message: "not_configured" });
    expect((await salesReps.list()).items).toEqual([]);
  });
});
