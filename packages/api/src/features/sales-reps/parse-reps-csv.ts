import { normalizeText } from "@koppeling/fathom/normalize-text";
import Papa from "papaparse";

/** One line of the file, as it was typed; `line` counts as an editor does, from 1. */
export type CsvRep = { line: number; name: string; email: string; team: string; aliases: string[] };

type Column = "name" | "firstName" | "lastName" | "email" | "team" | "aliases";

/** Headers as people and programs write them, in Dutch and English, without case, accents and punctuation. */
const COLUMN_OF: Record<string, Column> = {
  ...columns("name", "naam name fullname displayname volledigenaam medewerker salesrep rep"),
  ...columns("firstName", "voornaam firstname givenname"),
  ...columns("lastName", "achternaam lastname surname familyname"),
  ...columns("email", "email mail emailadres emailaddress mailadres address adres"),
  ...columns("team", "team afdeling department"),
  ...columns(
    "aliases",
    "alias aliassen aliases extraemailadressen extraadressen andereadressen otheremails extraemails",
  ),
};

function columns(column: Column, headers: string): Record<string, Column> {
  return Object.fromEntries(headers.split(" ").map((header) => [header, column]));
}

const MAX_ROWS = 1000;
const DELIMITERS = [";", ",", "\t"];

/**
 * Reads a CSV file of sales reps: with commas, semicolons (as spreadsheets in Dutch write it) or tabs, with or without a
 * byte order mark, columns in any order. Several aliases stand in one field, apart by comma, semicolon, bar or space.
 * Pure. @returns null when there is no column for the e-mail address, or more than 1000 lines
 */
export function parseRepsCsv(text: string): CsvRep[] | null {
  const clean = text.replace(/^\uFEFF/, "");
  const { data } = Papa.parse<string[]>(clean, { delimiter: guessDelimiter(clean), skipEmptyLines: false });
  const headerAt = data.findIndex((fields) => fields.some((field) => field.trim() !== ""));
  const header = (data[headerAt] ?? []).map((field) => COLUMN_OF[fold(field)] ?? null);
  if (!header.includes("email")) return null;
  const rows = data
    .map((fields, index) => ({ fields, line: index + 1 }))
    .slice(headerAt + 1)
    .filter(({ fields }) => fields.some((field) => field.trim() !== ""));
  if (rows.length > MAX_ROWS) return null;
  return rows.map(({ fields, line }) => {
    const read = (column: Column) => fields[header.indexOf(column)]?.trim() ?? "";
    return {
      line,
      name: read("name") || `${read("firstName")} ${read("lastName")}`.trim(),
      email: read("email"),
      team: read("team"),
      aliases: read("aliases")
        .split(/[\s,;|]+/)
        .filter(Boolean),
    };
  });
}

/** The header says it: the sign that is in it most often. */
function guessDelimiter(text: string): string {
  const header = text.trimStart().split(/\r?\n/, 1)[0] ?? "";
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

const fold = (header: string) =>
  normalizeText(header, "NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
