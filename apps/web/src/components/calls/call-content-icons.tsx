import { AlignLeft, Hourglass, ListChecks, MessagesSquare } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import type { CallItem } from "./call-item";

type CallContentIconsProps = {
  call: Pick<CallItem, "hasTranscript" | "hasSummary" | "actionItemCount" | "contentAwaited">;
};

/** What there is to read of a call: icons for the eye, the same in words for a screen reader and on hover. */
export function CallContentIcons({ call }: CallContentIconsProps) {
  const t = useTranslations("calls.content");
  const { hasTranscript, hasSummary, actionItemCount, contentAwaited } = call;
  const words = [
    hasTranscript && t("transcript"),
    hasSummary && t("summary"),
    actionItemCount > 0 && t("actionItems", { count: actionItemCount }),
    contentAwaited && t("awaited"),
  ].filter((word) => word !== false);
  const text = words.length > 0 ? words.join(", ") : t("nothing");
  return (
    <span
      title={text}
      className="inline-flex items-center gap-2 align-middle text-muted-foreground [&_svg]:size-4 [&_svg]:shrink-0"
    >
      <span className="sr-only">{text}</span>
      {contentAwaited && <Hourglass aria-hidden className="text-warning-text" />}
      {/* Each keeps its place when another is missing, so that a column of them can be read downwards. */}
      <MessagesSquare aria-hidden className={cn(!hasTranscript && "invisible")} />
      <AlignLeft aria-hidden className={cn(!hasSummary && "invisible")} />
      <span
        aria-hidden
        className={cn(
          "inline-flex w-7 items-center gap-1 text-xs tabular-nums",
          actionItemCount === 0 && "invisible",
        )}
      >
        <ListChecks />
        {actionItemCount}
      </span>
    </span>
  );
}
