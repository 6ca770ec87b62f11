"use client";

import { useFormatter, useTranslations } from "next-intl";
import { LoadMore, QueryError } from "@/components/query-state";
import { Skeleton } from "@/components/ui/skeleton";
import { trpc } from "@/trpc/client";
import type { SkippedGroup } from "./skipped-group";

const FEW = 3;

/** What the ledger holds of each: when it was, and of an error what was wrong with it. */
export function SkippedRecordings({ group }: { group: SkippedGroup }) {
  const t = useTranslations("skipped.recordings");
  const common = useTranslations("common");
  const format = useFormatter();
  const query = trpc.skipped.recordings.useInfiniteQuery(
    { recorderEmail: group.recorderEmail, reason: group.reason, limit: 10 },
    { getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  if (query.isError) {
    return <QueryError query={query} />;
  }
  if (!query.data) {
    return (
      <div role="status" className="flex flex-col gap-2">
        <span className="sr-only">{common("loading")}</span>
        {Array.from({ length: Math.min(group.count, FEW) }, (_, row) => (
          <Skeleton key={row} className="h-9" />
        ))}
      </div>
    );
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <ul aria-label={t("label")} className="w-full max-w-2xl divide-y rounded-lg border">
        {query.data.pages
          .flatMap((page) => page.items)
          .map(({ recordingId, at, team, problem, notSeenSince }) => (
            <li key={recordingId} className="flex flex-col gap-0.5 px-3.5 py-2 text-sm">
              <div className="flex flex-wrap items-baseline gap-x-3">
                <time dateTime={at.toISOString()} className="tabular-nums">
                  {format.dateTime(at, "moment")}
                </time>
                {team && <span className="text-muted-foreground">{team}</span>}
                {notSeenSince && <span className="text-muted-foreground">{t("notSeen")}</span>}
              </div>
              {problem && (
                <p className="text-muted-foreground">
                  {t.rich("problem", {
                    problem,
                    code: (chunks) => <code className="font-mono text-xs break-all">{chunks}</code>,
                  })}
                </p>
              )}
            </li>
          ))}
      </ul>
      <LoadMore query={query} size="sm" />
    </div>
  );
}
