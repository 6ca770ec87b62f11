"use client";

import { type RouterOutputs, trpc } from "@/trpc/client";

export type SyncHistoryPage = RouterOutputs["sync"]["history"];

/** How soon a run that something else started shows up here. */
const LOOK_AGAIN_MS = 15_000;

export function useSyncHistory(initialPage: SyncHistoryPage) {
  const query = trpc.sync.history.useInfiniteQuery(
    { limit: 10 },
    {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      initialData: { pages: [initialPage], pageParams: [null] },
      refetchInterval: LOOK_AGAIN_MS,
    },
  );
  return { query, runs: query.data.pages.flatMap((page) => page.items) };
}

export type SyncHistoryState = ReturnType<typeof useSyncHistory>;
