"use client";

import { CircleCheck, CircleX, Undo2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { isActiveRun } from "@/components/sync/sync-run";
import { useSyncStatus } from "@/components/sync/use-sync-status";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import type { Resolved } from "./use-resolve-skipped";

type SkippedResolvedCardProps = {
  resolved: Resolved;
  undoing: boolean;
  onUndo: (resolved: Resolved) => Promise<void>;
};

/** What the last press did: how far its run is, what came of it, and the way back. */
export function SkippedResolvedCard({ resolved, undoing, onUndo }: SkippedResolvedCardProps) {
  const t = useTranslations("skipped.resolved");
  const undo = useTranslations("skipped.undo");
  const { run } = useSyncStatus(resolved.waits ? null : resolved.runId, null);
  const isRunning = !resolved.waits && resolved.runId !== null && (run === null || isActiveRun(run));
  const failed = run?.status === "failed";
  const Icon = failed ? CircleX : CircleCheck;
  return (
    <section
      aria-label={t("label")}
      data-testid="skipped-resolved"
      className="flex flex-col gap-3 rounded-xl border bg-card p-5 text-sm sm:flex-row sm:items-start sm:justify-between"
    >
      <div role="status" className="flex min-w-0 gap-3">
        <Icon
          aria-hidden
          className={`mt-0.5 size-4.5 shrink-0 ${failed ? "text-danger-text" : "text-success-text"}`}
        />
        <div className="flex min-w-0 flex-1 flex-col gap-2">
          <p className="break-words">
            {t("linked", { email: resolved.recorderEmail, name: resolved.repName })}
          </p>
          {resolved.waits && <p className="text-muted-foreground">{t("waits")}</p>}
          {isRunning && (
            <>
              <p className="text-muted-foreground tabular-nums">
                {t("importing", { count: run?.imported ?? 0 })}
              </p>
              <Progress aria-label={t("bar")} className="h-1.5 w-64 max-w-full" />
            </>
          )}
          {run && !isRunning && (
            <p className="text-muted-foreground tabular-nums">
              {failed ? run.message : t("imported", { count: run.imported })}
            </p>
          )}
          {run && !isRunning && run.imported > 0 && (
            <Link
              href={`/calls?rep=${resolved.salesRepId}`}
              className="w-fit rounded-sm text-primary-text underline underline-offset-4 outline-none hover:decoration-2 focus-visible:ring-2 focus-visible:ring-ring"
            >
              {t("toCalls", { name: resolved.repName })}
            </Link>
          )}
        </div>
      </div>
      <Button variant="outline" size="sm" pending={undoing} onClick={() => void onUndo(resolved)}>
        {!undoing && <Undo2 aria-hidden />}
        {undo("action")}
      </Button>
    </section>
  );
}
