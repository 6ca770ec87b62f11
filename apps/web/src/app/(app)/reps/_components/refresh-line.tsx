"use client";

import { CircleCheck, CircleStop, CircleX, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { isActiveRun, type SyncRun } from "@/components/sync/sync-run";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";

const looks: Record<Exclude<SyncRun["status"], "queued" | "running">, [LucideIcon, string]> = {
  succeeded: [CircleCheck, "text-success-text"],
  partial: [TriangleAlert, "text-warning-text"],
  failed: [CircleX, "text-danger-text"],
  cancelled: [CircleStop, "text-muted-foreground"],
};

type RefreshLineProps = { run: SyncRun | null; isBlocked: boolean };

/** How far the refresh of one rep is, or what came of it. */
export function RefreshLine({ run, isBlocked }: RefreshLineProps) {
  const t = useTranslations("reps.refresh");
  const text = useRefreshText(run, isBlocked);
  const isRunning = !isBlocked && (run === null || isActiveRun(run));
  const [Icon, color] =
    run && run.status !== "queued" && run.status !== "running"
      ? looks[run.status]
      : [Info, "text-muted-foreground"];
  return (
    <div data-testid="rep-refresh" className="flex flex-col gap-2 text-sm">
      <p role="status" className="flex gap-2 tabular-nums">
        {!isRunning && <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", color)} />}
        <span className="text-pretty">{text}</span>
      </p>
      {isRunning && <Progress aria-label={t("bar")} className="h-1.5 max-w-sm" />}
    </div>
  );
}

function useRefreshText(run: SyncRun | null, isBlocked: boolean) {
  const t = useTranslations("reps.refresh");
  const format = useFormatter();
  if (isBlocked) return t("blocked");
  if (run === null) return t("starting");
  if (run.waitingUntil) return t("waiting", { time: format.dateTime(run.waitingUntil, "time") });
  return run.message;
}
