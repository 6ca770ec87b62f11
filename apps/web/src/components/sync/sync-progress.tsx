"use client";

import { CircleStop } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { SyncRun } from "./sync-run";

type SyncProgressProps = { run: SyncRun; lost: boolean; isAdmin: boolean };

export function SyncProgress({ run, lost, isAdmin }: SyncProgressProps) {
  const t = useTranslations("sync.progress");
  const utils = trpc.useUtils();
  const cancel = trpc.sync.cancel.useMutation({
    onSuccess: () => utils.sync.status.invalidate({ runId: run.runId }),
    onError: (error) => toast.error(readAppError(error).message ?? t("stopFailed")),
  });
  const stopping = run.cancelRequested || cancel.isPending || cancel.isSuccess;
  const state = useProgressSentence(run, stopping);
  return (
    <section
      aria-label={t("bar")}
      data-testid="sync-progress"
      className="flex flex-col gap-4 rounded-lg border bg-card p-4"
    >
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="text-sm font-medium">
          {state}
        </p>
        {isAdmin && (
          <Button
            variant="outline"
            size="sm"
            disabled={stopping}
            onClick={() => cancel.mutate({ runId: run.runId })}
          >
            <CircleStop aria-hidden />
            {t("stop")}
          </Button>
        )}
      </div>
      <Progress aria-label={t("bar")} />
      <SyncFigures run={run} />
      {lost && <p className="text-sm text-warning-text">{t("lost")}</p>}
    </section>
  );
}

function useProgressSentence(run: SyncRun, stopping: boolean) {
  const t = useTranslations("sync.progress");
  const format = useFormatter();
  if (stopping) return t("stopping");
  if (run.waitingUntil) {
    const time = format.dateTime(run.waitingUntil, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    return t("waiting", { time });
  }
  if (run.status === "queued") return t("queued");
  return run.page > 0 ? t("running", { page: run.page }) : t("starting");
}

const figures = ["processed", "imported", "updated", "skipped", "errors"] as const;

function SyncFigures({ run }: { run: SyncRun }) {
  const t = useTranslations("sync.figures");
  const format = useFormatter();
  return (
    <dl className="grid grid-cols-3 gap-3 sm:grid-cols-5">
      {figures.map((figure) => (
        <div key={figure}>
          <dt className="text-xs text-muted-foreground">{t(figure)}</dt>
          <dd
            className={cn(
              "text-xl font-semibold tabular-nums",
              figure === "errors" && run.errors > 0 && "text-danger-text",
            )}
          >
            {format.number(run[figure])}
          </dd>
        </div>
      ))}
    </dl>
  );
}
