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
      { line: 7, status: "invalid", problem: "This is no e-mail address." },
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

  it("refuses what is no CSV of reps, and a viewer", async () => {
    await using stack = await createTestStack();
    const caller = await stack.caller();
    for (const csv of ["hallo", "naam;team\nAnna;Sales", "email\n"]) {
      await expect(caller.salesReps.importCsv({ csv, dryRun: true })).rejects.toThrow("csv_unreadable");
    }
    const viewer = await stack.caller("viewer");
    await expect(viewer.salesReps.importCsv({ csv: CSV, dryRun: true })).rejects.toThrow("not_allowed");
  });
});
