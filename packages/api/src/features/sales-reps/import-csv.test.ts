import { describe, expect, it } from "vitest";
import { createTestStack } from "@koppeling/testing/create-test-stack";

const CSV = `\uFEFFNaam;E-mailadres;Team;Aliassen
Anna de Vries;ANNA@z.example;Verkoop;info@z.example
Bram Bakker;bram@z.example;;
Nina Nieuw;nina@z.example;Sales;n.nieuw@z.example, nina@partner.example
Oud;oud@z.example;Sales;
;niemand@z.example;;
Fout;geen adres;;
Dief;dief@z.example;;bram@z.example
Nina nog eens;nina@z.example;;
`;

describe("salesReps.importCsv", () => {
  it("says line by line what it would do, does that, and a second time nothing", async () => {
    await using stack = await createTestStack();
    const anna = await stack.addRep("Anna", "anna@z.example", { aliases: ["a@z.example"], team: "Sales" });
    await stack.addRep("Bram Bakker", "bram@z.example");
    await stack.addRep("Oud", "oud@z.example", { archived: true });
    const caller = await stack.caller("admin", "en");

    const preview = await caller.salesReps.importCsv({ csv: CSV, dryRun: true });
    expect(preview).toMatchObject({ created: 1, updated: 1 });
    expect(preview.rows).toMatchObject([
      { line: 2, email: "anna@z.example", status: "existing", changes: ["name", "team", "aliases"] },
      { line: 3, status: "existing", changes: [], problem: null },
      { line: 4, status: "new", aliases: ["n.nieuw@z.example", "nina@partner.example"] },
      { line: 5, status: "archived", changes: [] },
      { line: 6, status: "invalid", problem: "There is no name on this line." },
      { line: 7, status: "invalid", problem: "This is not an e-mail address." },
      { line: 8, status: "invalid", problem: "Another rep has one of these addresses." },
      { line: 9, status: "invalid", problem: "This address is in the file before." },
    ]);
    expect(await stack.deps.db.prisma.salesRep.count()).toBe(3);

    const done = await caller.salesReps.importCsv({ csv: CSV, dryRun: false });
    expect(done).toMatchObject({ created: 1, updated: 1 });
    expect(await caller.salesReps.byId({ id: anna })).toMatchObject({
      name: "Anna de Vries",
      team: "Verkoop",
      aliases: ["a@z.example", "info@z.example"],
    });
    expect(await stack.deps.db.prisma.salesRep.count({ where: { archivedAt: null } })).toBe(3);
    expect(await caller.salesReps.importCsv({ csv: CSV, dryRun: false })).toMatchObject({
      created: 0,
      updated: 0,
    });
  });

  it("takes ten thousand reps, and of a batch with an address that was taken meanwhile all others", async () => {
    await using stack = await createTestStack();
    const caller = await stack.caller("admin", "en");
    const lines = Array.from({ length: 10_000 }, (_, i) => `Rep ${i};rep${i}@z.example;r${i}@z.example`);
    const csv = `sep=;\nname;email;aliases\n${lines.join("\n")}`;
    expect(await caller.salesReps.importCsv({ csv, dryRun: true })).toMatchObject({ created: 10_000 });
    // Taken between the file's being planned and its being stored, which the plan cannot see.
    await stack.deps.db.pool.query(
      `CREATE FUNCTION take_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF new.email = 'rep700@z.example' THEN RAISE unique_violation; END IF; RETURN new; END $$`,
    );
    await stack.deps.db.pool.query(
      "CREATE TRIGGER take_first BEFORE INSERT ON sales_reps FOR EACH ROW EXECUTE FUNCTION take_first()",
    );
    const done = await caller.salesReps.importCsv({ csv, dryRun: false });
    expect(done).toMatchObject({ created: 9_999 });
    expect(done.rows.filter(({ problem }) => problem !== null)).toMatchObject([
      { line: 703, problem: "Another rep has one of these addresses." },
    ]);
    expect(await stack.deps.db.prisma.salesRep.count()).toBe(9_999);
    expect(await stack.deps.db.prisma.salesRepAlias.count()).toBe(9_999);
    expect(await stack.deps.db.prisma.auditLog.count({ where: { action: "sales_rep.create" } })).toBe(9_999);
  });

  it("refuses what is no CSV of reps, and a viewer", async () => {
    await using stack = await createTestStack();
    const caller = await stack.caller();
    for (const [csv, code] of [
      ["hallo", "csv_no_email"],
      ["naam;team\nAnna;Sales", "csv_no_email"],
      ["email\n", "csv_empty"],
    ] as const) {
      await expect(caller.salesReps.importCsv({ csv, dryRun: true })).rejects.toThrow(code);
    }
    const viewer = await stack.caller("viewer");
    await expect(viewer.salesReps.importCsv({ csv: CSV, dryRun: true })).rejects.toThrow("not_allowed");
  });
});
