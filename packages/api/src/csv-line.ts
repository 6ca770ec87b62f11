import Papa from "papaparse";

type Value = string | number | boolean | Date | null;

/**
 * One line of a CSV file after RFC 4180, ending with CRLF. Dates as ISO 8601; null is an empty field. A text that a
 * spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV injection").
 */
export function csvLine(values: readonly Value[]): string {
  const fields = values.map((value) => (value instanceof Date ? value.toISOString() : value));
  return `${Papa.unparse([fields], { escapeFormulae: FORMULA })}\r\n`;
}

/** Also after white space, and after the full-width signs that some spreadsheets read as the plain ones. */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/;
