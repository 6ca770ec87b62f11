export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** Seconds since an instant of `process.hrtime.bigint()`. */
export const since = (start: bigint): number => Number(process.hrtime.bigint() - start) / 1e9;

/** Prints a table in Markdown, so that it can be kept as it is. */
export function printTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  console.log(`\n## ${title}\n`);
  for (const cells of [head, widths.map((width) => "-".repeat(width)), ...rows]) console.log(line(cells));
  console.log();
}
