import { CircleCheck, Hourglass, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { AttentionItem } from "./find-attention";
import { ResolveButton } from "./resolve-button";
import { useAttentionWords } from "./use-attention-words";

/** More than this is a list of its own, which the last line leads to. */
const SHOWN = 6;

type AttentionListProps = {
  items: readonly AttentionItem[];
  isAdmin: boolean;
  isSetUp: boolean;
  onStarted: (runId: string) => void;
};

export function AttentionList({ items, isAdmin, isSetUp, onStarted }: AttentionListProps) {
  const t = useTranslations("overview.attention");
  const describe = useAttentionWords();
  // "All is well" is for who can see all, and for when there is something to account for.
  if (items.length === 0 && !(isSetUp && isAdmin)) return null;
  const shown = items.slice(0, SHOWN);
  return (
    <Card aria-labelledby="attention-title" data-testid="attention">
      <CardHeader className="pb-3">
        <CardTitle id="attention-title">{t("title")}</CardTitle>
      </CardHeader>
      {items.length === 0 ? (
        <p className="flex items-center gap-2.5 border-t px-5 py-4 text-sm">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-success-text" />
          {t("nothing")}
        </p>
      ) : (
        <ul className="divide-y border-t">
          {shown.map((item) => {
            const { key, title, description, href, action } = describe(item);
            return (
              <li
                key={key}
                className="flex flex-col gap-3 px-5 py-3.5 text-sm sm:flex-row sm:items-center sm:justify-between"
              >
                <div className="flex min-w-0 gap-2.5">
                  {item.kind === "content_awaited" ? (
                    <Hourglass aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
                  ) : (
                    <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning-text" />
                  )}
                  <div className="min-w-0">
                    <p className="font-medium break-words">{title}</p>
                    {description && <p className="text-pretty text-muted-foreground">{description}</p>}
                  </div>
                </div>
                {isAdmin && (
                  <div className="flex shrink-0 flex-wrap gap-2 max-sm:ml-6.5">
                    {item.kind === "skipped" && <ResolveButton group={item.group} onStarted={onStarted} />}
                    <Button asChild variant={item.kind === "skipped" ? "ghost" : "outline"} size="sm">
                      <Link href={href}>{action}</Link>
                    </Button>
                  </div>
                )}
              </li>
            );
          })}
          {items.length > SHOWN && (
            <li className="px-5 py-3.5 text-sm">
              <Link href="/skipped" className="text-primary-text underline underline-offset-4">
                {t("more", { count: items.length - SHOWN })}
              </Link>
            </li>
          )}
        </ul>
      )}
    </Card>
  );
}
