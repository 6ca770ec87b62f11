import { describe, expect, it } from "vitest";
import { type MarkdownNode, parseMarkdown } from "./parse-markdown";

const textOf = (nodes: readonly MarkdownNode[]): string =>
  nodes.map((node) => (typeof node === "string" ? node : textOf(node.children))).join("");

describe("what is laid out", () => {
  it.each([
    ["## Afspraken", [{ tag: "h2", children: ["Afspraken"] }]],
    [
      "a *b* **c**",
      [
        {
          tag: "p",
          children: ["a ", { tag: "em", children: ["b"] }, " ", { tag: "strong", children: ["c"] }],
        },
      ],
    ],
    [
      "- een\n- twee",
      [
        {
          tag: "ul",
          children: [
            { tag: "li", children: ["een"] },
            { tag: "li", children: ["twee"] },
          ],
        },
      ],
    ],
    ["3. drie", [{ tag: "ol", start: 3, children: [{ tag: "li", children: ["drie"] }] }]],
    [
      "[x](https://x.example/)",
      [{ tag: "p", children: [{ tag: "a", href: "https://x.example/", children: ["x"] }] }],
    ],
    [
      "https://x.example/a",
      [
        {
          tag: "p",
          children: [{ tag: "a", href: "https://x.example/a", children: ["https://x.example/a"] }],
        },
      ],
    ],
    [
      "`a`\n\n```\nb\n```",
      [
        { tag: "p", children: [{ tag: "code", children: ["a"] }] },
        { tag: "pre", children: [{ tag: "code", children: ["b\n"] }] },
      ],
    ],
    ["![Een foto](https://x.example/p.png)", [{ tag: "p", children: ["Een foto"] }]],
    ["<script>x</script>", [{ tag: "p", children: ["<script>x</script>"] }]],
  ])("%j", (markdown, tree) => {
    expect(parseMarkdown(markdown)).toEqual(tree);
  });

  it("has the text of a table's cells", () => {
    expect(textOf(parseMarkdown("| a | b |\n| - | - |\n| 1 | 2 |") ?? [])).toBe("ab12");
  });
});

describe("bounds", () => {
  const row = `${"| a ".repeat(300)}|\n`;
  it.each([
    ["a text of a megabyte", "woord ".repeat(200_000)],
    ["a table of 300 by 300", `${row}${"| - ".repeat(300)}|\n${row.repeat(300)}`],
    ["quotes within quotes", `${"> ".repeat(5000)}a`],
    ["lists within lists", Array.from({ length: 200 }, (_, depth) => `${"  ".repeat(depth)}- a`).join("\n")],
    ["emphasis within emphasis", `${"*a **a ".repeat(100)}${"a** a* ".repeat(100)}`],
    ["many paragraphs", "a\n\n".repeat(5000)],
    ["one long address that is named over and over", `[a]: /${"x".repeat(40_000)}\n\n${"[a] ".repeat(1000)}`],
  ])("gives up %s", (_, markdown) => {
    expect(parseMarkdown(markdown)).toBeNull();
  });

  it("loses nothing of what it lays out up to its deepest level", () => {
    for (let depth = 1; depth < 40; depth++) {
      const nodes = parseMarkdown(`${"> ".repeat(depth)}onderin`);
      if (nodes) expect(textOf(nodes)).toBe("onderin");
    }
    expect(parseMarkdown(`${"> ".repeat(20)}onderin`)).not.toBeNull();
  });
});

/** Texts that take quadratic time in some parser, each made to a length by repeating a unit. */
const HOSTILE = [
  "*a_ ",
  "[",
  "![",
  "<",
  "_*",
  "> ",
  "- ",
  "&",
  "[a](",
  "[a](<b",
  "[a]",
  "[]",
  "[^a]",
  "[a]: /u\n",
  "**a *a ",
  "*a ",
  "_a ",
  "***a",
  "~~a ",
  "a**b",
  "a\n=\n",
  "a|\n-|\n",
  "|",
  "1. a\n",
  "```\n",
  "`` ",
  "<!-- ",
  "<?",
  "<!A",
  "<a x='",
  "http://",
  "http://(",
  "http://a.b/(((",
  "www.",
  "a@b",
  "\\*",
  "\n",
  "\t",
  " ",
  "x",
  "(",
  ")",
  "* * *\n",
  "\u0301\u0316",
].map(
  (unit) => [JSON.stringify(unit), (length: number) => unit.repeat(Math.ceil(length / unit.length))] as const,
);

const backticks = (length: number) => {
  let text = "";
  for (let run = 1; text.length < length; run++) text += `${"`".repeat(run)} a `;
  return text;
};

/** Measures processor time, so that other work on the machine does not count. */
function secondsFor(text: string): number {
  const from = process.cpuUsage();
  parseMarkdown(text);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

describe("time grows with length", () => {
  it.each([...HOSTILE, ["backticks", backticks] as const])("%s", (_, make) => {
    const [short, long] = [make(12_000), make(96_000)];
    // Quadratic time would grow 64 times with eight times the length. One good try in five is enough, because other
    // work of this process disturbs some of them.
    const growth = () => secondsFor(long) / Math.max(secondsFor(short), 0.004);
    expect([1, 2, 3, 4, 5].some(() => growth() < 32)).toBe(true);
  });
});
