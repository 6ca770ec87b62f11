"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { readAppError } from "@/trpc/app-error";

type FailedQuery = {
  error: unknown;
  isFetching: boolean;
  refetch: () => Promise<unknown>;
  /** Of a list that comes in pages. */
  isFetchNextPageError?: boolean;
  fetchNextPage?: () => Promise<unknown>;
};

/** Why a query failed, and a press to ask again for what was missing. */
export function QueryError({ query }: { query: FailedQuery }) {
  const again = query.isFetchNextPageError && query.fetchNextPage ? query.fetchNextPage : query.refetch;
  return (
    <ErrorState {...readAppError(query.error)} onRetry={() => void again()} retrying={query.isFetching} />
  );
}

type LoadMoreProps = Omit<ComponentProps<typeof Button>, "onClick" | "pending"> & {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
};

/** Asks for the next page of a list. Nothing when there is none. */
export function LoadMore({ query, children, ...button }: LoadMoreProps) {
  const t = useTranslations("common");
  if (!query.hasNextPage) return null;
  return (
    <Button
      variant="outline"
      pending={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
      {...button}
    >
      {children ?? t("loadMore")}
    </Button>
  );
}
