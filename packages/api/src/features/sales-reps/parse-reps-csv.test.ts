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
    [
      "a user list of Google Workspace",
      "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],Secondary Email\nAnna,de Vries,anna@z.example,****,/Sales,info@z.example",
    ],
    [
      "a user list of Microsoft 365",
      "Block credential,Department,Display name,First name,Last name,Proxy addresses,User principal name\nFalse,Sales,Anna de Vries,Anna,Vries,smtp:info@z.example,anna@z.example",
    ],
    [
      "a user list of Microsoft 365 in Dutch",
      "Gebruikersprincipal-naam;Weergavenaam;Voornaam;Achternaam;Afdeling;Proxyadressen\nanna@z.example;Anna de Vries;Anna;Vries;Sales;SMTP:info@z.example",
    ],
    [
      "a user list of HubSpot",
      'First name,Last name,Email,Primary team,Aliases\n"Anna","de Vries","anna@z.example","Sales","info@z.example"',
    ],
    ["quotes", 'name,email,team,aliases\n"Anna de Vries","anna@z.example","Sales","info@z.example"\n'],
  ])("reads %s", (_, text) => {
    expect(parseRepsCsv(text)).toEqual({ ok: true, rows: [{ line: 2, ...ANNA }] });
  });

  it("keeps the file's line numbers over empty lines, and several aliases apart", () => {
    const rows = parseRepsCsv(
      "naam;email;aliassen\n\n;;\nBram;bram@z.example;b@z.example, c@z.example|d@z.example\n",
    );
    expect(rows).toEqual({
      ok: true,
      rows: [
        {
          line: 4,
          name: "Bram",
          email: "bram@z.example",
          team: "",
          aliases: ["b@z.example", "c@z.example", "d@z.example"],
        },
      ],
    });
  });

  it("finds the separator of a short file that ends with empty lines", () => {
    expect(parseRepsCsv("naam;email\nAnna;anna@z.example\n\n\n")).toMatchObject({ rows: [{ name: "Anna" }] });
  });

  it("keeps what is behind a plus in an address, and takes of proxy addresses those of mail", () => {
    const aliases =
      "SMTP:anna+crm@z.example+smtp:info@z.example+SPO:SPO_1@SPO_2+x500:/o=org+SIP:anna@z.example";
    expect(parseRepsCsv(`naam;email;proxyaddresses\nAnna;anna@z.example;${aliases}`)).toMatchObject({
      rows: [{ aliases: ["anna+crm@z.example", "info@z.example"] }],
    });
    expect(parseRepsCsv("naam;email;alias\nJan;jan@z.example;jan+crm@z.example")).toMatchObject({
      rows: [{ aliases: ["jan+crm@z.example"] }],
    });
  });

  it("goes by a line sep= and counts it as a line", () => {
    expect(parseRepsCsv("\uFEFFsep=;\r\nnaam;email\r\nAnna, van Z;anna@z.example\r\n")).toMatchObject({
      rows: [{ line: 3, name: "Anna, van Z", email: "anna@z.example" }],
    });
    expect(parseRepsCsv("sep=#\nnaam#email\nAnna;de, Vries#anna@z.example")).toMatchObject({
      rows: [{ line: 3, name: "Anna;de, Vries" }],
    });
  });

  it("takes ten thousand rows", () => {
    const read = parseRepsCsv(`email\n${"a@z.example\n".repeat(10_000)}`);
    expect(read.ok && read.rows).toHaveLength(10_000);
  });

  it.each([
    ["", { code: "csv_empty" }],
    ["email\n\n", { code: "csv_empty" }],
    ["PK\u0003\u0004\0\0", { code: "csv_unreadable" }],
    ["naam;team\nAnna;Sales", { code: "csv_no_email", params: { columns: "naam, team" } }],
    ['email,naam\na@z.example,"Anna\nb@z.example,Bram', { code: "csv_open_quote", params: { line: 2 } }],
    [
      `email\n${"a@z.example\n".repeat(10_001)}`,
      { code: "csv_too_long", params: { rows: 10_001, most: 10_000 } },
    ],
  ])("says the true reason why a file cannot be taken (%#)", (text, refusal) => {
    expect(parseRepsCsv(text)).toEqual({ ok: false, refusal });
  });
});
