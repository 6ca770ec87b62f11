"use client";

import { OUTCOMES } from "@koppeling/api/reasons";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadMore, QueryError } from "@/components/query-state";
import { isActiveRun, type SyncRun } from "@/components/sync/sync-run";
import { RadioGroup, RadioGroupItem } from "@/components/ui/radio-group";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { trpc } from "@/trpc/client";
import { SyncDecisionRow } from "./sync-decision-row";

const filters = ["all", ...OUTCOMES] as const;
type Filter = (typeof filters)[number];
const countOf = {
  all: "processed",
  imported: "imported",
  updated: "updated",
  skipped: "skipped",
  error: "errors",
} as const;

/** The account behind a run's figures, recording by recording. */
export function SyncDecisions({ run }: { run: SyncRun }) {
  const t = useTranslations("sync.decisions");
  const [filter, setFilter] = useState<Filter>("all");
  const query = trpc.sync.decisions.useInfiniteQuery(
    { runId: run.runId, limit: 25, ...(filter === "all" ? {} : { outcome: filter }) },
    {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: (previous) => previous,
      refetchInterval: isActiveRun(run) ? 2000 : false,
    },
  );
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <div className="flex flex-col gap-4">
      <RadioGroup
        aria-label={t("filter")}
        value={filter}
        onValueChange={(value) => setFilter(filters.find((known) => known === value) ?? "all")}
      >
        {filters.map((value) => (
          <RadioGroupItem key={value} value={value} size="sm">
            {t(`filters.${value}`, { count: run[countOf[value]] })}
          </RadioGroupItem>
        ))}
      </RadioGroup>
      {query.isError && <QueryError query={query} />}
      {!items && !query.isError && <Skeleton className="h-64" />}
      {items?.length === 0 && <p className="text-sm text-muted-foreground">{t("none")}</p>}
      {items && items.length > 0 && (
        <ul
          aria-label={t("label")}
          data-testid="decisions"
          aria-busy={query.isPlaceholderData}
          className={cn("divide-y rounded-lg border", query.isPlaceholderData && "opacity-60")}
        >
          {items.map((item) => (
            <SyncDecisionRow key={item.recordingId} item={item} />
          ))}
        </ul>
      )}
      <LoadMore query={query} className="w-fit" />
    </div>
  );
}
