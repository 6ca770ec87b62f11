import { useTranslations } from "next-intl";
import { CallContentIcons } from "./call-content-icons";
import type { CallItem } from "./call-item";
import { CallMatch, CallTitle } from "./call-title";
import { InternalBadge } from "./internal-badge";
import { useCallWords } from "./use-call-words";

type CallCardsProps = { calls: readonly CallItem[]; showRep: boolean; search: string | undefined };

/** The calls on a phone. The whole card leads to the call: a title alone is a small thing to hit with a thumb. */
export function CallCards({ calls, showRep, search }: CallCardsProps) {
  const t = useTranslations("calls.columns");
  const words = useCallWords();
  return (
    <ul aria-label={t("label")} className="divide-y">
      {calls.map((call) => (
        <li key={call.id} data-testid="call-card" className="relative flex flex-col gap-1.5 px-4 py-3.5">
          <div className="flex items-baseline justify-between gap-3 text-xs text-muted-foreground tabular-nums">
            <time dateTime={call.startedAt.toISOString()}>{words.when(call.startedAt)}</time>
            <span>{words.duration(call)}</span>
          </div>
          <CallTitle
            call={call}
            search={search}
            className="line-clamp-3 after:absolute after:inset-0 focus-visible:after:ring-2 focus-visible:after:ring-ring focus-visible:after:ring-inset"
          />
          <CallMatch call={call} />
          <p className="truncate text-sm text-muted-foreground">{words.withWhom(call)}</p>
          <div className="flex items-center justify-between gap-3 text-sm">
            <span className="flex min-w-0 items-center gap-2">
              {showRep && <span className="truncate">{call.salesRep.name}</span>}
              <InternalBadge isExternal={call.isExternal} />
            </span>
            <CallContentIcons call={call} />
          </div>
        </li>
      ))}
    </ul>
  );
}
