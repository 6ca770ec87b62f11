import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript-6";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const NOT_OURS = new Set(["node_modules", "generated", "test-results", "playwright-report", "coverage"]);

/** What takes a title, by the name that a call begins with: `test.describe`, `it.each(…)`. */
const TITLED = ["test", "it", "describe", "suite", "expectAccessible", "expectNoViolations"];

/** Words of the Dutch screens that are English as well. */
const ENGLISH_TOO = ["die", "door", "had", "loop", "met", "past", "stand", "status", "want"];

function listFiles(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name) || entry.name.startsWith(".")) return [];
    const name = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(name) : [name];
  });
}

const wordsOf = (text: string) => text.toLowerCase().match(/\p{L}[\p{L}\p{N}_]+/gu) ?? [];

/** Every word of the screens in a language, without the placeholders and tags of the messages. */
function screenWords(language: "nl" | "en"): Set<string> {
  const folder = `apps/web/messages/${language}`;
  const strings = (value: unknown): string[] =>
    typeof value === "string"
      ? [value]
      : value && typeof value === "object"
        ? Object.values(value).flatMap(strings)
        : [];
  const texts = listFiles(folder).flatMap((file) =>
    strings(JSON.parse(readFileSync(path.join(ROOT, file), "utf8"))),
  );
  return new Set(texts.flatMap((text) => wordsOf(text.replace(/\{[^{}]*\}|<[^>]*>/g, " "))));
}
const english = screenWords("en");
const dutch = screenWords("nl");
for (const word of [...english, ...ENGLISH_TOO]) dutch.delete(word);

/** Dutch words of a title. What it quotes, of the screens or of data, is in the language of what is quoted. */
function findDutch(title: string): string[] {
  const said = title.replace(/"[^"]*"|“[^”]*”/g, " ").replace(/(?<!\S)\/\S*/g, " ");
  return wordsOf(said).filter((word) => dutch.has(word));
}

const unwrap = (node: ts.Expression): ts.Expression =>
  ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)
    ? unwrap(node.expression)
    : node;

/** Where a name comes from: the value of its `const`, or the rows that a loop takes it from, by place or by name. */
function findOrigin(
  name: ts.Identifier,
): { value: ts.Expression; key?: number | string; rows: boolean } | null {
  for (let at: ts.Node = name.parent; at; at = at.parent) {
    const lists: [ts.VariableDeclarationList, ts.Expression | undefined][] = [];
    if (ts.isForOfStatement(at) && ts.isVariableDeclarationList(at.initializer))
      lists.push([at.initializer, at.expression]);
    if (ts.isBlock(at) || ts.isSourceFile(at))
      for (const statement of at.statements)
        if (ts.isVariableStatement(statement)) lists.push([statement.declarationList, undefined]);
    for (const [list, rows] of lists)
      for (const { name: bound, initializer } of list.declarations) {
        const value = rows ?? initializer;
        if (!value) continue;
        if (ts.isIdentifier(bound)) {
          if (bound.text === name.text) return { value, rows: Boolean(rows) };
          continue;
        }
        if (!rows) continue;
        for (const [index, element] of bound.elements.entries()) {
          if (!ts.isBindingElement(element) || element.name.getText() !== name.text) continue;
          const key = ts.isArrayBindingPattern(bound)
            ? index
            : (element.propertyName ?? element.name).getText();
          return { value, key, rows: true };
        }
      }
  }
  return null;
}

/** The texts in a column of a table, `key` being its place or name; without it, rows that are a text themselves. */
function columnOf(table: ts.Expression, key?: number | string): string[] {
  const rows = unwrap(table);
  if (ts.isIdentifier(rows)) {
    const origin = findOrigin(rows);
    return origin && !origin.rows ? columnOf(origin.value, key) : [];
  }
  if (ts.isCallExpression(rows) && /^Object\.(entries|keys)$/.test(rows.expression.getText())) {
    const [of] = rows.arguments;
    const object = of && ts.isIdentifier(of) ? findOrigin(of)?.value : of;
    if (!object || key === 1) return [];
    const literal = unwrap(object);
    if (!ts.isObjectLiteralExpression(literal)) return [];
    return literal.properties.map(({ name }) =>
      name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : "",
    );
  }
  if (!ts.isArrayLiteralExpression(rows)) return [];
  return rows.elements.map((element) => {
    const row = unwrap(element);
    if (ts.isArrayLiteralExpression(row)) {
      const cell = row.elements[typeof key === "number" ? key : 0];
      return cell ? textOf(cell) : "";
    }
    if (!ts.isObjectLiteralExpression(row)) return textOf(row);
    const cell = row.properties.find((property) => property.name?.getText() === key);
    return cell && ts.isPropertyAssignment(cell) ? textOf(cell.initializer) : "";
  });
}

/** What an expression may say, as far as the file itself shows it: of alternatives all of them. */
function textOf(expression: ts.Expression): string {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return (
      node.head.text + node.templateSpans.map((span) => textOf(span.expression) + span.literal.text).join("")
    );
  if (ts.isBinaryExpression(node)) return `${textOf(node.left)}${textOf(node.right)}`;
  if (ts.isConditionalExpression(node)) return `${textOf(node.whenTrue)} ${textOf(node.whenFalse)}`;
  if (ts.isIdentifier(node)) {
    const origin = findOrigin(node);
    if (!origin) return "";
    return origin.rows ? columnOf(origin.value, origin.key).join(" ") : textOf(origin.value);
  }
  return "";
}

/** `expect(value, message)`, also of `expect.soft` and `expect.poll`. */
function isExpectation({ expression }: ts.CallExpression): boolean {
  const callee = ts.isPropertyAccessExpression(expression) ? expression.expression : expression;
  return ts.isIdentifier(callee) && callee.text === "expect";
}

/** Titles, steps, states and what a failed expectation says, with the rows of tables filled in. */
function findTitles(file: string, source: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node)) {
      let table: ts.Expression | undefined;
      let root: ts.Expression = node.expression;
      while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) {
        if (ts.isCallExpression(root)) table = root.arguments[0];
        root = root.expression;
      }
      const name = ts.isIdentifier(root) ? root.text : "";
      const args = TITLED.includes(name)
        ? node.arguments
        : isExpectation(node)
          ? node.arguments.slice(1)
          : [];
      for (const arg of args) {
        let place = 0;
        titles.push(
          textOf(arg).replace(/%[sdifjoO]|\$(\w+)/g, (placeholder, key?: string) => {
            const texts = table ? columnOf(table, key ?? place++) : [placeholder];
            // JSON comes with quotes of its own.
            return placeholder === "%j" ? '""' : texts.join(" ");
          }),
        );
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return titles.filter(Boolean);
}

/** What is wrong in a file, as "word" in "title". */
const findFaults = (file: string, source: string) =>
  findTitles(file, source).flatMap((title) =>
    findDutch(title).map((word) => `${file}: "${word}" in: ${title}`),
  );

const files = ["apps", "packages", "scripts", "tests", "tools"]
  .flatMap(listFiles)
  .filter((file) => /\.test\.tsx?$/.test(file) || /^apps\/web\/e2e\/.*\.ts$/.test(file));

describe("titles of tests", () => {
  it("are English", () => {
    const faults = files.flatMap((file) => findFaults(file, readFileSync(path.join(ROOT, file), "utf8")));
    expect(faults).toEqual([]);
  });

  it.each([
    ["a title", 'test("zonder calls staat er wat je moet doen", () => {});'],
    ["a title of one word", 'test("uitloggen", () => {});'],
    ["a group", 'test.describe("op een telefoon", () => {});'],
    ["a step", 'await test.step("de call openen", async () => {});'],
    ["a state of a page", 'await expectAccessible(page, "een rep bewerken");'],
    ["what a failure says", 'expect(width, "breder dan het scherm").toBe(0);'],
    ["what is put together", 'test("a call " + (late ? "die te laat is" : "in time"), () => {});'],
    ["a name from elsewhere", 'const name = "het menu"; test(name, () => {});'],
    [
      "a row of a loop",
      'for (const [name] of [["een vreemde herkomst", 403]] as const) test(`refuses ${name}`);',
    ],
    [
      "a row by its name",
      'const all = [{ who: "een kijker" }]; for (const { who } of all) test(`of ${who}`);',
    ],
    [
      "a key",
      'const all = { "een telefoon": 390 }; for (const [on] of Object.entries(all)) test(`on ${on}`);',
    ],
    ["a row of each", 'it.each([[1, "geen herkomst"]])("refuses %i: %s", () => {});'],
    ["a field of each", 'it.each([{ who: "een kijker" }])("refuses $who", () => {});'],
  ])("are found to be Dutch in %s", (_where, source) => {
    expect(findFaults("sample.ts", source)).not.toEqual([]);
  });

  it.each([
    ["English", 'test("the form says what is wrong with it", () => {});'],
    ["a screen that is quoted", `test('asks for "Laatste 24 uur" again', () => {});`],
    ["data in quotes", 'it.each(["met de hand"])("reads %j", () => {});'],
    ["an address", 'await expectAccessible(page, "/bestaat-niet");'],
    ["what is looked for", 'await page.getByText("Niets gevonden").click(); expect(text).toBe("een call");'],
  ])("may have %s", (_what, source) => {
    expect(findFaults("sample.ts", source)).toEqual([]);
  });
});
