import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..");
const table = readFileSync(path.join(root, "docs/requirements.md"), "utf8");
const rows = table.split("\n").filter((line) => /^\| [CWSANOF]\d+ \|/.test(line));
const references = rows.flatMap((row) =>
  [...row.matchAll(/\[([^\]]+)\]\(\.\.\/[^)]+\)(?: "([^"]+)")?/g)].map(([, file = "", title]) => ({
    file,
    title,
  })),
);

it("has every row once", () => {
  const ids = rows.map((row) => row.split("|")[1]?.trim());
  expect(ids).toHaveLength(133);
  expect(new Set(ids).size).toBe(133);
});

it("counts the rows that have a test", () => {
  const tested = rows.filter((row) => !row.endsWith("| open |")).length;
  expect(table).toContain(`${tested} of 133 rows have a test.`);
});

it.each(references)("points to a test that is there: $file $title", ({ file, title }) => {
  expect(existsSync(path.join(root, file))).toBe(true);
  if (title) expect(readFileSync(path.join(root, file), "utf8")).toContain(title);
});
