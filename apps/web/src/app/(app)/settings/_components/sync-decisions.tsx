"use client";

import { RadioGroup } from "radix-ui";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isActiveRun, type SyncRun } from "@/components/sync/sync-run";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import { SyncDecisionRow } from "./sync-decision-row";

const filters = ["all", "imported", "updated", "skipped", "error"] as const;
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
      <RadioGroup.Root
        aria-label={t("filter")}
        value={filter}
        onValueChange={(value) => setFilter(filters.find((known) => known === value) ?? "all")}
        className="flex flex-wrap gap-2"
      >
        {filters.map((value) => (
          <RadioGroup.Item
            key={value}
            value={value}
            className="h-8 rounded-md border border-input/60 bg-card px-3 text-sm tabular-nums outline-none hover:bg-accent focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-offset-2 focus-visible:ring-offset-background data-[state=checked]:border-primary data-[state=checked]:bg-primary-soft data-[state=checked]:font-medium data-[state=checked]:text-primary-text"
          >
            {t(`filters.${value}`, { count: run[countOf[value]] })}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
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
