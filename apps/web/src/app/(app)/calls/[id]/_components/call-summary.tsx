import { useTranslations } from "next-intl";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ExternalLink } from "@/components/ui/external-link";
import { toHttpUrl } from "@/lib/http-url";
import type { CallDetail } from "./call-detail";
import { ContentMissing } from "./content-missing";

/** Headings begin below the card's own. Pictures would come from elsewhere, so only their description is shown. */
const components: Components = {
  h1: ({ children }) => <h3 className="mt-6 mb-2 font-semibold first:mt-0">{children}</h3>,
  h2: ({ children }) => <h3 className="mt-6 mb-2 font-semibold first:mt-0">{children}</h3>,
  h3: ({ children }) => <h4 className="mt-4 mb-1.5 font-medium">{children}</h4>,
  h4: ({ children }) => <h5 className="mt-4 mb-1.5 font-medium">{children}</h5>,
  h5: ({ children }) => <h6 className="mt-4 mb-1.5 font-medium">{children}</h6>,
  p: ({ children }) => <p className="my-2 text-pretty">{children}</p>,
  ul: ({ children }) => (
    <ul className="my-2 flex list-disc flex-col gap-1.5 pl-5 marker:text-muted-foreground">{children}</ul>
  ),
  ol: ({ children }) => <ol className="my-2 flex list-decimal flex-col gap-1.5 pl-5">{children}</ol>,
  a: ({ href, children }) => {
    const url = toHttpUrl(href);
    return url ? <ExternalLink href={url}>{children}</ExternalLink> : <span>{children}</span>;
  },
  img: ({ alt }) => (alt ? <span>{alt}</span> : null),
  input: ({ checked }) => <span aria-hidden>{checked ? "☑ " : "☐ "}</span>,
  blockquote: ({ children }) => (
    <blockquote className="my-3 border-l-2 pl-4 text-muted-foreground">{children}</blockquote>
  ),
  code: ({ children }) => <code className="rounded-sm bg-muted px-1 font-mono text-xs">{children}</code>,
  pre: ({ children }) => <pre className="my-3 overflow-x-auto rounded-md bg-muted p-3">{children}</pre>,
  table: ({ children }) => (
    <div className="my-3 overflow-x-auto">
      <table className="w-full text-left [&_td]:border-t [&_td]:p-2 [&_th]:p-2 [&_th]:font-medium">
        {children}
      </table>
    </div>
  ),
};

export function CallSummary({ call }: { call: CallDetail }) {
  const t = useTranslations("call.summary");
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
        {call.summary ? (
          <div dir="auto" data-testid="call-summary" className="break-words *:first:mt-0 *:last:mb-0">
            <Markdown remarkPlugins={[remarkGfm]} components={components}>
              {call.summary}
            </Markdown>
          </div>
        ) : (
          <ContentMissing call={call} text={t("none")} />
        )}
      </CardContent>
    </Card>
  );
}
