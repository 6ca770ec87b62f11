"use client";

import { CalendarSync } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { LoadMore, QueryError } from "@/components/query-state";
import { isActiveRun } from "@/components/sync/sync-run";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { SyncHistoryTable, type SyncHistoryTableProps } from "./sync-history-table";
import { SyncReplayButton } from "./sync-replay-button";
import { SyncStatusBadge } from "./sync-status-badge";
import { runHref, useRunWords } from "./use-run-words";

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

type SyncHistoryState = ReturnType<typeof useSyncHistory>;

type SyncHistoryProps = SyncHistoryState & { onFollow: (runId: string) => void };

export function SyncHistory({ query, runs, onFollow }: SyncHistoryProps) {
  const t = useTranslations("sync");
  const utils = trpc.useUtils();
  const replay = trpc.sync.replay.useMutation({
    onSuccess: async ({ runId, alreadyRunning }) => {
      if (alreadyRunning) toast.info(t("panel.alreadyRunning"));
      onFollow(runId);
      await utils.sync.history.invalidate();
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("panel.failed")),
  });
  const listing = {
    runs,
    canReplay: !runs.some(isActiveRun) && !replay.isPending,
    onReplay: (runId: string) => replay.mutate({ runId }),
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("history.title")}</CardTitle>
      </CardHeader>
      {runs.length === 0 ? (
        <EmptyState
          icon={CalendarSync}
          title={t("history.empty")}
          description={t("history.emptyDescription")}
        />
      ) : (
        <>
          <div className="hidden pt-3 xl:block">
            <SyncHistoryTable {...listing} />
          </div>
          <div className="pt-4 xl:hidden">
            <SyncHistoryList {...listing} />
          </div>
        </>
      )}
      {query.isError && (
        <CardContent>
          <QueryError query={query} />
        </CardContent>
      )}
      {query.hasNextPage && (
        <CardContent className="flex justify-center border-t">
          <LoadMore query={query}>{t("history.loadMore")}</LoadMore>
        </CardContent>
      )}
    </Card>
  );
}

/** The same rows for a screen that is too narrow for a table. */
function SyncHistoryList({ runs, canReplay, onReplay }: SyncHistoryTableProps) {
  const t = useTranslations("sync");
  const words = useRunWords();
  return (
    <ul aria-label={t("history.title")} className="divide-y border-t">
      {runs.map((run) => (
        <li key={run.runId} className="flex flex-col gap-1.5 px-5 py-3.5 text-sm">
          <div className="flex items-center gap-2.5">
            <SyncStatusBadge status={run.status} />
            <Link
              href={runHref(run.runId)}
              className="rounded-sm text-muted-foreground underline underline-offset-4 outline-none focus-visible:ring-2 focus-visible:ring-ring"
            >
              <RelativeTime date={run.startedAt ?? run.createdAt} />
            </Link>
            <span className="ml-auto">
              <SyncReplayButton run={run} disabled={!canReplay} onReplay={onReplay} />
            </span>
          </div>
          <p>{words.figures(run)}</p>
          {run.status === "failed" && <p className="text-muted-foreground">{run.message}</p>}
          <p className="text-muted-foreground">
            {words.window(run)} · {words.requestedBy(run)}
            {!isActiveRun(run) && ` · ${words.duration(run)}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
