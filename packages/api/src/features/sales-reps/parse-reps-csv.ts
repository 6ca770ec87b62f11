import { normalizeText } from "@koppeling/fathom/normalize-text";
import Papa from "papaparse";

/** One line of the file, as it was typed; `line` counts as an editor does, from 1. */
export type CsvRep = { line: number; name: string; email: string; team: string; aliases: string[] };

const MAX_CSV_ROWS = 10_000;

/** Why a whole file cannot be taken: codes of errors.ts, with what their sentences name. */
export type CsvRefusal =
  | { code: "csv_unreadable" | "csv_empty"; params?: undefined }
  | { code: "csv_no_email"; params: { columns: string } }
  | { code: "csv_too_long"; params: { rows: number; most: number } }
  | { code: "csv_open_quote"; params: { line: number } };

type Column = "name" | "firstName" | "lastName" | "email" | "team" | "aliases";

/**
 * Headers without case, accents, punctuation and what stands in brackets, as people write them in Dutch and English and as
 * these export their users: Google Workspace ("Email Address [Required]"), Microsoft 365 ("User principal name", "Proxy
 * addresses"; in Dutch "User principal name" or "Gebruikersprincipal-naam"), HubSpot ("Primary team"). Of several columns
 * for one thing the one named first here counts.
 */
const HEADERS: Record<Column, string> = {
  name: "naam name fullname displayname weergavenaam volledigenaam medewerker salesrep rep contactowner eigenaar",
  firstName: "voornaam firstname givenname",
  lastName: "achternaam lastname surname familyname",
  email:
    "email mail emailadres emailaddress mailadres primaryemail useremail userprincipalname gebruikersprincipalnaam principalnaamvangebruiker username gebruikersnaam address adres",
  team: "team primaryteam mainteam hoofdteam primaireteam afdeling department orgunitpath",
  aliases:
    "alias aliassen aliases emailaliases proxyaddresses proxyadressen extraemailadressen extraadressen andereadressen otheremails extraemails alternateemailaddress alternateemailaddresses secondaryemail recoveryemail",
};

/**
 * Reads a CSV file of sales reps: separated by commas, semicolons (as spreadsheets in Dutch write it), tabs or as its
 * line `sep=` says, with or without a byte order mark, columns in any order. Several aliases stand in one field, apart by
 * comma, semicolon, bar, plus or space. Pure.
 */
export function parseRepsCsv(
  text: string,
): { ok: true; rows: CsvRep[] } | { ok: false; refusal: CsvRefusal } {
  const refuse = (refusal: CsvRefusal) => ({ ok: false, refusal }) as const;
  // No text file holds NUL: a workbook or UTF-16 that was read as bytes does.
  if (text.includes("\0")) return refuse({ code: "csv_unreadable" });
  const clean = text.replace(/^\uFEFF/, "");
  const named = /^"?sep=(.)"?[ \t]*(?:\r\n|\n|\r)/.exec(clean);
  const skipped = named ? 1 : 0;
  const table = named ? clean.slice(named[0].length) : clean;
  const delimiter = named?.[1] ?? guessDelimiter(table);
  const { data, errors } = Papa.parse<string[]>(table, { delimiter, skipEmptyLines: false });
  const openQuote = errors.find(({ code }) => code === "MissingQuotes");
  if (openQuote)
    return refuse({ code: "csv_open_quote", params: { line: (openQuote.row ?? 0) + 1 + skipped } });
  const isFilled = (fields: readonly string[]) => fields.some((field) => field.trim() !== "");
  const headerAt = data.findIndex(isFilled);
  if (headerAt < 0) return refuse({ code: "csv_empty" });
  const header = (data[headerAt] ?? []).map((field) => field.trim());
  const places = findColumns(header);
  if (places.email === undefined)
    return refuse({ code: "csv_no_email", params: { columns: showColumns(header) } });
  const rows = data
    .map((fields, index) => ({ fields, line: index + 1 + skipped }))
    .slice(headerAt + 1)
    .filter(({ fields }) => isFilled(fields));
  if (rows.length === 0) return refuse({ code: "csv_empty" });
  if (rows.length > MAX_CSV_ROWS) {
    return refuse({ code: "csv_too_long", params: { rows: rows.length, most: MAX_CSV_ROWS } });
  }
  return {
    ok: true,
    rows: rows.map(({ fields, line }) => {
      const read = (column: Column) => fields[places[column] ?? -1]?.trim() ?? "";
      return {
        line,
        name: read("name") || `${read("firstName")} ${read("lastName")}`.trim(),
        email: read("email"),
        // Google writes its organisational units as a path.
        team: read("team").replace(/^\//, ""),
        aliases: read("aliases")
          .split(/[\s,;|+]+/)
          .map((alias) => alias.replace(/^smtp:/i, ""))
          .filter(Boolean),
      };
    }),
  };
}

/** Empty lines have no separator, and would outvote the lines of a short file. */
const guessDelimiter = (table: string): string =>
  Papa.parse(table, { delimitersToGuess: [";", ",", "\t", "|"], preview: 20, skipEmptyLines: "greedy" }).meta
    .delimiter;

function findColumns(header: readonly string[]): Partial<Record<Column, number>> {
  const folded = header.map(fold);
  const places = Object.entries(HEADERS).flatMap(([column, names]) => {
    const at = names
      .split(" ")
      .map((name) => folded.indexOf(name))
      .find((place) => place >= 0);
    return at === undefined ? [] : [[column, at] as const];
  });
  return Object.fromEntries(places);
}

const fold = (header: string) =>
  normalizeText(header.replace(/[[(][^[\](){}]*[\])]/g, ""), "NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z]/g, "");

const MAX_SHOWN = 120;

/** As the file names them, so that a person sees what was read as a header. */
function showColumns(header: readonly string[]): string {
  const text = header.filter(Boolean).join(", ");
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)} …` : text;
}
