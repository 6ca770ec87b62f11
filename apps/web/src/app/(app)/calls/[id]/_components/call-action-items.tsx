import { Circle, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ExternalLink } from "@/components/ui/external-link";
import { cn } from "@/lib/cn";
import type { ActionItem, CallDetail } from "./call-detail";
import { findActionItemMoment, findFathomUrl } from "./call-links";
import { ContentMissing } from "./content-missing";

/** More are no reading matter, and each is an element of the page. */
const MAX_SHOWN = 200;

export function CallActionItems({ call }: { call: CallDetail }) {
  const t = useTranslations("call.actionItems");
  const items = call.actionItems ?? [];
  const fathomUrl = findFathomUrl(call);
  return (
    <Card aria-labelledby="call-action-items-title">
      <CardHeader>
        <CardTitle id="call-action-items-title">{t("title")}</CardTitle>
      </CardHeader>
      <CardContent>
        {items.length === 0 ? (
          <ContentMissing
            call={{ ...call, contentAwaited: call.contentAwaited && call.actionItems === null }}
            text={t("none")}
          />
        ) : (
          <ul className="flex flex-col gap-3.5" data-testid="call-action-items">
            {items.slice(0, MAX_SHOWN).map((item, index) => (
              <ActionItemRow key={index} item={item} moment={findActionItemMoment(item, fathomUrl)} />
            ))}
          </ul>
        )}
        {items.length > MAX_SHOWN && (
          <p className="mt-3.5 text-sm text-muted-foreground">
            {t("more", { count: items.length - MAX_SHOWN })}
          </p>
        )}
      </CardContent>
    </Card>
  );
}

type ActionItemRowProps = { item: ActionItem; moment: ReturnType<typeof findActionItemMoment> };

function ActionItemRow({ item, moment }: ActionItemRowProps) {
  const t = useTranslations("call.actionItems");
  const assignee = item.assigneeName ?? item.assigneeEmail;
  const Icon = item.completed ? CircleCheck : Circle;
  return (
    <li className="flex gap-2.5 text-sm">
      <Icon
        aria-hidden
        className={cn(
          "mt-0.5 size-4 shrink-0",
          item.completed ? "text-success-text" : "text-muted-foreground",
        )}
      />
      <div className="flex min-w-0 flex-col gap-0.5">
        <span dir="auto" className="break-words">
          {item.description}
        </span>
        <span className="flex flex-wrap items-center gap-x-2 text-xs text-muted-foreground">
          <span>{item.completed ? t("done") : t("open")}</span>
          <span aria-hidden>·</span>
          <span>{assignee ?? t("unassigned")}</span>
          {moment && (
            <>
              <span aria-hidden>·</span>
              {moment.url ? (
                <ExternalLink href={moment.url} title={t("openMoment")} className="tabular-nums">
                  {moment.clock}
                </ExternalLink>
              ) : (
                <span className="tabular-nums">{moment.clock}</span>
              )}
            </>
          )}
          {item.userGenerated && (
            <>
              <span aria-hidden>·</span>
              <span>{t("byHand")}</span>
            </>
          )}
        </span>
      </div>
    </li>
  );
}
