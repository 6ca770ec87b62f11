"use client";

import { OUTCOMES } from "@koppeling/api/reasons";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isActiveRun, type SyncRun } from "@/components/sync/sync-run";
import { Button } from "@/components/ui/button";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { readAppError } from "@/trpc/app-error";
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
  const common = useTranslations("common");
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
      <ChoiceGroup
        label={t("filter")}
        size="sm"
        choices={filters.map((value) => ({
          value,
          text: t(`filters.${value}`, { count: run[countOf[value]] }),
        }))}
        value={filter}
        onChange={setFilter}
      />
      {query.isError && (
        <ErrorState
          {...readAppError(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
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
      {query.hasNextPage && (
        <Button
          variant="outline"
          className="w-fit"
          pending={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {common("loadMore")}
        </Button>
      )}
    </div>
  );
}
