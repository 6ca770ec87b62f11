"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { cn } from "@/lib/cn";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import { CallCards } from "./call-cards";
import type { OptionalColumn } from "./call-columns";
import type { CallPage, CallQuery } from "./call-item";
import { CallsSkeleton } from "./calls-skeleton";
import { CallsTable } from "./calls-table";

const PAGE_SIZE = 25;

type CallsResultsProps = {
  query: CallQuery;
  /** The first page, when the server fetched it for this very query. */
  initialPage: CallPage | undefined;
  columns: readonly OptionalColumn[];
  /** What to say and do when there are none. */
  empty: ReactNode;
};

export function CallsResults({ query, initialPage, columns, empty }: CallsResultsProps) {
  const t = useTranslations("calls");
  const common = useTranslations("common");
  const list = trpc.calls.list.useInfiniteQuery(
    { ...query, limit: PAGE_SIZE },
    {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      initialData: initialPage && { pages: [initialPage], pageParams: [null] },
      // The rows of the filters before stay in sight, dimmed, until the new ones are there.
      placeholderData: (previous) => previous,
    },
  );
  const calls = list.data?.pages.flatMap((page) => page.items);
  const shown = calls?.length ?? 0;

  if (!calls) {
    return list.isError ? (
      <ErrorState
        {...readAppError(list.error)}
        onRetry={() => void list.refetch()}
        retrying={list.isFetching}
      />
    ) : (
      <CallsSkeleton />
    );
  }
  return (
    <Card
      aria-busy={list.isPlaceholderData}
      className={cn("transition-opacity duration-100", list.isPlaceholderData && "opacity-60")}
    >
      {/* Stays in the page when the number changes, so that a screen reader hears it. */}
      <p role="status" className="sr-only">
        {list.hasNextPage ? t("shownMore", { count: shown }) : t("shownAll", { count: shown })}
      </p>
      {shown === 0 ? (
        empty
      ) : (
        <>
          <div className="max-md:hidden">
            <CallsTable calls={calls} columns={columns} search={query.q} />
          </div>
          <div className="md:hidden">
            <CallCards calls={calls} showRep={columns.includes("rep")} search={query.q} />
          </div>
          <div className="flex flex-wrap items-center justify-between gap-3 border-t px-5 py-3 text-sm text-muted-foreground">
            <span className="tabular-nums">
              {list.hasNextPage ? t("shownMore", { count: shown }) : t("shownAll", { count: shown })}
            </span>
            {list.hasNextPage && (
              <Button
                variant="outline"
                pending={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {common("loadMore")}
              </Button>
            )}
          </div>
        </>
      )}
      {list.isError && (
        <div className="border-t p-4">
          <ErrorState
            {...readAppError(list.error)}
            onRetry={() => void (list.isFetchNextPageError ? list.fetchNextPage() : list.refetch())}
            retrying={list.isFetching}
          />
        </div>
      )}
    </Card>
  );
}
