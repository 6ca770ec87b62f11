import { Hourglass } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { CallDetail } from "./call-detail";

type ContentMissingProps = {
  call: Pick<CallDetail, "contentAwaited" | "contentNextAt" | "contentPrunedAt">;
  /** What to say when it is not expected any more. */
  text: string;
};

/** Says of a part that is not there whether it still comes, and when Fathom is asked again. */
export function ContentMissing({ call, text }: ContentMissingProps) {
  const t = useTranslations("call");
  const format = useFormatter();
  if (call.contentPrunedAt)
    return (
      <p className="text-sm text-muted-foreground">
        {t("pruned", { date: format.dateTime(call.contentPrunedAt, "day") })}
      </p>
    );
  if (!call.contentAwaited) return <p className="text-sm text-muted-foreground">{text}</p>;
  return (
    <p className="flex gap-2.5 text-sm">
      <Hourglass aria-hidden className="mt-0.5 size-4 shrink-0 text-warning-text" />
      <span className="text-pretty">
        {t("awaited")}
        {call.contentNextAt &&
          ` ${t("awaitedNext", { time: format.dateTime(call.contentNextAt, "moment") })}`}
      </span>
    </p>
  );
}
