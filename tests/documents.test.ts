import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

const documents = [
  ".",
  ".changeset",
  ".github",
  ".github/ISSUE_TEMPLATE",
  "docs",
  "docs/decisions",
  "docs/images",
]
  .flatMap((folder) => readdirSync(path.join(ROOT, folder)).map((name) => path.posix.join(folder, name)))
  .filter((file) => file.endsWith(".md"));

describe("documents", () => {
  it.each(documents)("link to files that are there: %s", (file) => {
    const links = [
      ...read(file).matchAll(/\]\((?!https?:|#)(?:<([^>]+)>|([^)\s]+))\)|<img src="(?!https?:)([^"]+)"/g),
    ];
    const targets = links.map(([, ...parts]) => parts.join("").replace(/#.*/, ""));
    expect(targets.filter((target) => !existsSync(path.resolve(ROOT, path.dirname(file), target)))).toEqual(
      [],
    );
  });

  it("name only commands that there are", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = documents.flatMap((file) =>
      [...read(file).matchAll(/npm run (?:--silent )?([a-z][\w-]*)/g)].map(([, name = ""]) => name),
    );
    expect(named).toContain("koppeling");
    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe("decisions", () => {
  const folder = "docs/decisions";
  const files = readdirSync(path.join(ROOT, folder)).filter((name) => /^\d{4}-.*\.md$/.test(name));
  const index = read(`${folder}/README.md`);

  it.each(files)("say when they were taken and whether they hold, here and in the index: %s", (name) => {
    const text = read(`${folder}/${name}`);
    const number = Number(name.slice(0, 4));
    const title = new RegExp(`^# ${number}\\. (.+)$`, "m").exec(text)?.[1];
    const [, status, date] =
      /^\*\*Status\.\*\* (Accepted|Superseded by \d+), (\d{4}-\d\d-\d\d)\.$/m.exec(text) ?? [];
    expect(index).toContain(`| ${number} | [${title}](${name}) | ${status?.toLowerCase()} | ${date} |\n`);
  });
});
