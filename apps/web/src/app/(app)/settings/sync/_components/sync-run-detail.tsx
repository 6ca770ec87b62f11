"use client";

import { ArrowLeft, RotateCcw } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { toast } from "sonner";
import { SyncOutcome } from "@/components/sync/sync-outcome";
import { SyncProgress } from "@/components/sync/sync-progress";
import { isActiveRun, type SyncRun } from "@/components/sync/sync-run";
import { useSyncStatus } from "@/components/sync/use-sync-status";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { settingsHref } from "@/lib/settings-href";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import { SyncDecisions } from "./sync-decisions";
import { SyncStatusBadge } from "./sync-status-badge";
import { runHref, useRunWords } from "./use-run-words";

/** One run: what it was asked, what came of it, and what it did with each recording. */
export function SyncRunDetail({ initialRun }: { initialRun: SyncRun }) {
  const t = useTranslations("sync");
  const router = useRouter();
  const format = useFormatter();
  const words = useRunWords();
  const { run: followed, lost } = useSyncStatus(initialRun.runId, initialRun);
  const run = followed ?? initialRun;
  const replay = trpc.sync.replay.useMutation({
    onSuccess: ({ runId, alreadyRunning }) => {
      if (alreadyRunning) toast.info(t("panel.alreadyRunning"));
      router.push(runHref(runId));
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("panel.failed")),
  });
  const facts = [
    ["window", words.exactWindow(run)],
    ["by", words.requestedBy(run)],
    ["duration", isActiveRun(run) ? "–" : words.duration(run)],
    ["jobRun", run.jobRun],
    [
      "replayed",
      run.replayOf && (
        <Link href={runHref(run.replayOf)} className="text-primary-text underline underline-offset-4">
          {t("history.earlier")}
        </Link>
      ),
    ],
  ] as const;
  return (
    <div className="flex flex-col gap-6" data-testid="run-detail">
      <div className="flex flex-col gap-3">
        <Link
          href={settingsHref("sync")}
          className="flex w-fit items-center gap-1.5 rounded-sm text-sm text-primary-text underline underline-offset-4 outline-none focus-visible:ring-2 focus-visible:ring-ring"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {t("detail.back")}
        </Link>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="flex flex-wrap items-center gap-3 text-lg font-semibold tracking-tight">
            {t("detail.title", { date: format.dateTime(run.startedAt ?? run.createdAt, "moment") })}
            <SyncStatusBadge status={run.status} />
          </h2>
          <Button
            variant="outline"
            disabled={isActiveRun(run)}
            pending={replay.isPending}
            onClick={() => replay.mutate({ runId: run.runId })}
          >
            {!replay.isPending && <RotateCcw aria-hidden />}
            {t("history.replay")}
          </Button>
        </div>
        <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
          {facts.map(
            ([fact, value]) =>
              value !== null && (
                <div key={fact}>
                  <dt className="text-xs text-muted-foreground">{t(`history.${fact}`)}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
      </div>
      {isActiveRun(run) ? <SyncProgress run={run} lost={lost} isAdmin /> : <SyncOutcome run={run} isAdmin />}
      <Card>
        <CardHeader>
          <CardTitle>{t("detail.decisions")}</CardTitle>
        </CardHeader>
        <CardContent>
          <SyncDecisions run={run} />
        </CardContent>
      </Card>
    </div>
  );
}
