import MarkdownIt, { type Token } from "markdown-it";

/** Text, or an element with its children. `href` is unchecked: the renderer decides what becomes a link. */
export type MarkdownNode =
  | string
  | { tag: string; href?: string; start?: number; children: readonly MarkdownNode[] };

/** Fathom's longest summaries have some ten thousand characters. */
const MAX_LENGTH = 100_000;
const MAX_DEPTH = 30;
const MAX_NODES = 5000;
/** Bounds the sum of all addresses, because a short text can use one long address many times. */
const MAX_HREFS = 4 * MAX_LENGTH;

const parser = new MarkdownIt({ html: false, linkify: true, maxNesting: MAX_DEPTH });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
// The parser keeps all links. The renderer shows those that are not safe to follow as text.
parser.validateLink = () => true;

type Element = { tag: string; href?: string; start?: number; children: MarkdownNode[] };

/**
 * Parses Markdown to a tree of bounded size and depth. Images become their description, HTML becomes text. The time
 * grows linearly with the length of any text. Pure.
 * @returns null for a text that is too large or too complex: longer than 100,000 characters, nested deeper than 30
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
      // The parser leaves out what is nested deeper than its limit.
      if (nodes > MAX_NODES || token.level >= MAX_DEPTH - 1) return false;
      if (token.type === "inline") {
        if (!add(token.children ?? [])) return false;
      } else if (token.nesting === 1) {
        const element = toElement(token);
        hrefs += element.href?.length ?? 0;
        if (hrefs > MAX_HREFS) return false;
        // The parser marks the paragraphs of a tight list as hidden; their text belongs into the list item.
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
