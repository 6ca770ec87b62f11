import Papa from "papaparse";

type Value = string | number | boolean | Date | null;

/**
 * `plain` is RFC 4180 for programs: commas, moments in ISO 8601, a decimal point. `excel-nl` opens in a Dutch Excel as it
 * is: a byte order mark (without it Excel reads UTF-8 as another encoding), semicolons, local moments, a decimal comma.
 */
export const CSV_FORMATS = ["plain", "excel-nl"] as const;
export type CsvFormat = (typeof CSV_FORMATS)[number];

/** What a file begins with. */
export const csvStart = (format: CsvFormat): string => (format === "excel-nl" ? "\uFEFF" : "");

/**
 * One line of a CSV file, ending with CRLF; null is an empty field. Every other one is quoted, since a spreadsheet with another
 * separator splits bare ones, and a text that it would take for a formula gets an apostrophe before it (OWASP, "CSV
 * injection").
 */
export function csvLine(values: readonly Value[], format: CsvFormat = "plain"): string {
  const fields = values.map((value) => (format === "excel-nl" ? toLocalText(value) : toText(value)));
  const delimiter = format === "excel-nl" ? ";" : ",";
  return `${Papa.unparse([fields], { delimiter, quotes: true })}\r\n`;
}

/** Also after white space, and after the full-width signs that some spreadsheets read as the plain ones. */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/;

function toText(value: Value): Value {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "string" && FORMULA.test(value) ? `'${value}` : value;
}

function toLocalText(value: Value): Value {
  if (value instanceof Date) return LOCAL_MOMENT.format(value).replace(",", "");
  return typeof value === "number" ? String(value).replace(".", ",") : toText(value);
}

/** Day-month-year and a clock of 24 hours, which a Dutch Excel reads as a moment. */
const LOCAL_MOMENT = new Intl.DateTimeFormat("nl-NL", {
  timeZone: "Europe/Amsterdam",
  ...({ day: "2-digit", month: "2-digit", year: "numeric" } as const),
  ...({ hour: "2-digit", minute: "2-digit", second: "2-digit" } as const),
});
