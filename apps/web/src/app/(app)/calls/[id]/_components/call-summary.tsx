import { getTranslations } from "next-intl/server";
import { createElement, Fragment, type ReactNode } from "react";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ExternalLink } from "@/components/ui/external-link";
import { toHttpUrl } from "@/lib/http-url";
import { layOutMarkdown } from "@/server/lay-out-markdown";
import type { MarkdownNode } from "@/server/parse-markdown";
import type { CallDetail } from "./call-detail";
import { ContentMissing } from "./content-missing";

/** What is shown of a summary that is not laid out. */
const MAX_PLAIN = 100_000;

export async function CallSummary({ call }: { call: CallDetail }) {
  const t = await getTranslations("call.summary");
  const nodes = call.summary ? await layOutMarkdown(call.summary) : null;
  return (
    <Card aria-labelledby="call-summary-title">
      <CardHeader className="flex-row items-baseline justify-between gap-4">
        <CardTitle id="call-summary-title">{t("title")}</CardTitle>
        {call.summaryTemplate && (
          <span className="text-xs text-muted-foreground">
            {t("template", { template: call.summaryTemplate })}
          </span>
        )}
      </CardHeader>
      <CardContent className="text-sm leading-relaxed">
        {!call.summary ? (
          <ContentMissing call={call} text={t("none")} />
        ) : (
          <>
            {!nodes && (
              <p className="mb-3 text-xs text-pretty text-muted-foreground">
                {t("plain")}
                {call.summary.length > MAX_PLAIN && ` ${t("cut")}`}
              </p>
            )}
            <div dir="auto" data-testid="call-summary" className="break-words *:first:mt-0 *:last:mb-0">
              {nodes ? (
                showAll(nodes)
              ) : (
                <p className="whitespace-pre-wrap">{call.summary.slice(0, MAX_PLAIN)}</p>
              )}
            </div>
          </>
        )}
      </CardContent>
    </Card>
  );
}

/** Headings begin below the card's own. */
const looks: Record<string, { as?: string; className?: string }> = {
  h1: { as: "h3", className: "mt-6 mb-2 font-semibold first:mt-0" },
  h2: { as: "h3", className: "mt-6 mb-2 font-semibold first:mt-0" },
  h3: { as: "h4", className: "mt-4 mb-1.5 font-medium" },
  h4: { as: "h5", className: "mt-4 mb-1.5 font-medium" },
  h5: { as: "h6", className: "mt-4 mb-1.5 font-medium" },
  h6: {},
  p: { className: "my-2 text-pretty" },
  ul: { className: "my-2 flex list-disc flex-col gap-1.5 pl-5 marker:text-muted-foreground" },
  ol: { className: "my-2 flex list-decimal flex-col gap-1.5 pl-5" },
  li: {},
  blockquote: { className: "my-3 border-l-2 pl-4 text-muted-foreground" },
  code: { className: "rounded-sm bg-muted px-1 font-mono text-xs" },
  pre: { className: "my-3 overflow-x-auto rounded-md bg-muted p-3" },
  table: { className: "w-full text-left [&_td]:border-t [&_td]:p-2 [&_th]:p-2 [&_th]:font-medium" },
  ...Object.fromEntries(
    ["thead", "tbody", "tr", "th", "td", "em", "strong", "s", "br", "hr"].map((tag) => [tag, {}]),
  ),
};

const showAll = (nodes: readonly MarkdownNode[]): ReactNode[] =>
  nodes.map((node, index) => <Fragment key={index}>{show(node)}</Fragment>);

/** Only elements that are named here are shown as such; of any other its text. */
function show(node: MarkdownNode): ReactNode {
  if (typeof node === "string") return node;
  const { tag, href, start, children } = node;
  if (tag === "a") {
    const url = toHttpUrl(href);
    return url ? (
      <ExternalLink href={url}>{showAll(children)}</ExternalLink>
    ) : (
      <span>{showAll(children)}</span>
    );
  }
  const look = looks[tag];
  if (!look) return <span>{showAll(children)}</span>;
  const content = children.length === 0 ? [] : [showAll(tag === "li" ? withBox(children) : children)];
  const element = createElement(look.as ?? tag, { className: look.className, start }, ...content);
  return tag === "table" ? <div className="my-3 overflow-x-auto">{element}</div> : element;
}

/** "[x] " at the start of a list's item is a task that is done, as GitHub writes them. */
function withBox([first, ...rest]: readonly MarkdownNode[]): MarkdownNode[] {
  const text =
    typeof first === "string"
      ? first.replace(/^\[([ xX])\](?=\s)/, (_, mark) => (mark === " " ? "☐" : "☑"))
      : first;
  return text === undefined ? rest : [text, ...rest];
}
