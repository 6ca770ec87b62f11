import MarkdownIt, { type Token } from "markdown-it";

/** Text, or an element with what is in it. `href` is as it was written: whoever renders it decides what is a link. */
export type MarkdownNode =
  | string
  | { tag: string; href?: string; start?: number; children: readonly MarkdownNode[] };

/** Fathom's longest summaries have some ten thousand characters. */
const MAX_LENGTH = 100_000;
const MAX_DEPTH = 30;
const MAX_NODES = 5000;
/** A short text can name one long address many times over. */
const MAX_HREFS = 4 * MAX_LENGTH;

const parser = new MarkdownIt({ html: false, linkify: true, maxNesting: MAX_DEPTH });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
// A link that cannot be followed loses its address when it is shown, not its form here.
parser.validateLink = () => true;

type Element = { tag: string; href?: string; start?: number; children: MarkdownNode[] };

/**
 * Markdown as a tree, bounded in size and depth; images are their description, HTML is text. The parser's time grows
 * with the length of the text, whatever is in it. Pure.
 * @returns null for a text that is too large or too intricate: longer than 100,000 characters, nested deeper than 30
 * levels or with more than 5,000 parts
 */
export function parseMarkdown(text: string): MarkdownNode[] | null {
  if (text.length > MAX_LENGTH) return null;
  const root: Element = { tag: "", children: [] };
  const open = [root];
  let nodes = 0;
  let hrefs = 0;

  function add(tokens: readonly Token[]): boolean {
    for (const token of tokens) {
      const parent = open.at(-1) ?? root;
      nodes += 1;
      // What lies deeper than its limit the parser leaves out.
      if (nodes > MAX_NODES || token.level >= MAX_DEPTH - 1) return false;
      if (token.type === "inline") {
        if (!add(token.children ?? [])) return false;
      } else if (token.nesting === 1) {
        const element = toElement(token);
        hrefs += element.href?.length ?? 0;
        if (hrefs > MAX_HREFS) return false;
        // A paragraph of a tight list has no element of its own.
        if (!token.hidden) parent.children.push(element);
        open.push(token.hidden ? parent : element);
      } else if (token.nesting === -1) {
        open.pop();
      } else {
        const leaf = toLeaf(token);
        if (leaf !== "") parent.children.push(leaf);
      }
    }
    return true;
  }

  return add(parser.parse(text, {})) ? root.children : null;
}

function toElement(token: Token): Element {
  const href = token.attrGet("href") as string | null;
  const start = Number(token.attrGet("start") ?? 1);
  return { tag: token.tag, children: [], ...(href !== null && { href }), ...(start !== 1 && { start }) };
}

function toLeaf(token: Token): MarkdownNode {
  switch (token.type) {
    case "softbreak":
      return "\n";
    case "hardbreak":
    case "hr":
      return { tag: token.tag, children: [] };
    case "code_inline":
      return { tag: "code", children: [token.content] };
    case "fence":
    case "code_block":
      return { tag: "pre", children: [{ tag: "code", children: [token.content] }] };
    default:
      return token.content;
  }
}
