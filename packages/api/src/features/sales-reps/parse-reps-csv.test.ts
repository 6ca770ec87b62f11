import { describe, expect, it } from "vitest";
import { parseRepsCsv } from "./parse-reps-csv";

const ANNA = { name: "Anna de Vries", email: "anna@z.example", team: "Sales", aliases: ["info@z.example"] };

describe("parseRepsCsv", () => {
  it.each([
    ["commas and English", "Name,Email,Team,Aliases\nAnna de Vries,anna@z.example,Sales,info@z.example\n"],
    [
      "semicolons, a byte order mark and Dutch",
      "\uFEFFNaam;E-mailadres;Team;Aliassen\r\nAnna de Vries;anna@z.example;Sales;info@z.example\r\n",
    ],
    [
      "tabs, other columns and another order",
      "id\tAlias\te-mail\tAfdeling\tnaam\n1\tinfo@z.example\tanna@z.example\tSales\tAnna de Vries",
    ],
    [
      "first and last name",
      "Voornaam;Achternaam;E-mail;Afdeling;Extra e-mailadressen\nAnna;de Vries;anna@z.example;Sales;info@z.example",
    ],
    ["quotes", 'name,email,team,aliases\n"Anna de Vries","anna@z.example","Sales","info@z.example"\n'],
  ])("reads %s", (_, text) => {
    expect(parseRepsCsv(text)).toEqual([{ line: 2, ...ANNA }]);
  });

  it("keeps the file's line numbers over empty lines, and several aliases apart", () => {
    const rows = parseRepsCsv(
      "naam;email;aliassen\n\n;;\nBram;bram@z.example;b@z.example, c@z.example|d@z.example\n",
    );
    expect(rows).toEqual([
      {
        line: 4,
        name: "Bram",
        email: "bram@z.example",
        team: "",
        aliases: ["b@z.example", "c@z.example", "d@z.example"],
      },
    ]);
  });

  it("reads nothing of a file without addresses, or of one that is too long", () => {
    expect(parseRepsCsv("")).toBeNull();
    expect(parseRepsCsv("naam;team\nAnna;Sales")).toBeNull();
    expect(parseRepsCsv(`email\n${"a@z.example\n".repeat(1001)}`)).toBeNull();
  });
});
