"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LoadMore, QueryError } from "@/components/query-state";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { cn } from "@/lib/cn";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { OptionalColumn } from "./call-columns";
import { CallContentIcons } from "./call-content-icons";
import type { CallItem, CallPage, CallQuery } from "./call-item";
import { CallMatch, CallTitle } from "./call-title";
import { CallsSkeleton } from "./calls-skeleton";
import { CallsTable } from "./calls-table";
import { InternalBadge } from "./internal-badge";
import { useCallWords } from "./use-call-words";

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
            <LoadMore query={list} />
          </div>
        </>
      )}
      {list.isError && (
        <div className="border-t p-4">
          <QueryError query={list} />
        </div>
      )}
    </Card>
  );
}

type CallCardsProps = { calls: readonly CallItem[]; showRep: boolean; search: string | undefined };

/** The calls on a phone. The whole card leads to the call: a title alone is a small thing to hit with a thumb. */
function CallCards({ calls, showRep, search }: CallCardsProps) {
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
