/** What a command has to say. Exit codes: 0 success, 2 partly, 1 failed. */
export interface Output {
  /** For `--json`. */
  json: unknown;
  /** For a person. */
  text: string;
  exitCode?: 0 | 1 | 2;
}

/** Columns as wide as their widest cell. */
export function formatTable(header: string[], rows: string[][]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** For a table: a moment to the minute, in UTC. */
export const formatMoment = (moment: Date | null): string =>
  moment ? `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC` : "never";
