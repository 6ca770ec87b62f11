import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { InternalBadge } from "@/components/calls/internal-badge";
import { useCallWords } from "@/components/calls/use-call-words";
import type { CallDetail } from "./call-detail";

export function CallMeta({ call }: { call: CallDetail }) {
  const t = useTranslations("call");
  const format = useFormatter();
  const words = useCallWords();
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Link
        href={`/reps/${call.salesRep.id}`}
        className="rounded-sm font-medium text-foreground underline underline-offset-4 outline-none hover:decoration-2 focus-visible:ring-2 focus-visible:ring-ring"
      >
        {call.salesRep.name}
      </Link>
      <span aria-hidden>·</span>
      <time dateTime={call.startedAt.toISOString()}>{format.dateTime(call.startedAt, "exact")}</time>
      {(call.durationSeconds !== null || call.durationFault) && (
        <>
          <span aria-hidden>·</span>
          <span>{words.duration(call)}</span>
        </>
      )}
      {call.isExternal === true && (
        <>
          <span aria-hidden>·</span>
          <span>{t("external")}</span>
        </>
      )}
      <InternalBadge isExternal={call.isExternal} />
    </span>
  );
}
