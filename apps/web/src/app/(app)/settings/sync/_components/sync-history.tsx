"use client";

import { CalendarSync } from "lucide-react";
import { useTranslations } from "next-intl";
import { toast } from "@/lib/toast";
import { isActiveRun } from "@/components/sync/sync-run";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import { SyncHistoryList } from "./sync-history-list";
import { SyncHistoryTable } from "./sync-history-table";
import type { SyncHistoryState } from "./use-sync-history";

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
          <ErrorState
            {...readAppError(query.error)}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        </CardContent>
      )}
      {query.hasNextPage && (
        <CardContent className="flex justify-center border-t">
          <Button
            variant="outline"
            pending={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("history.loadMore")}
          </Button>
        </CardContent>
      )}
    </Card>
  );
}
