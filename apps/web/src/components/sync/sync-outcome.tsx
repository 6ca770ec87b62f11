import { KEY_FAILURES } from "@koppeling/api/reasons";
import { CircleCheck, CircleStop, CircleX, type LucideIcon, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { settingsHref } from "@/lib/settings-href";
import { SkippedReasonChips } from "./skipped-reason-chips";
import type { SyncRun } from "./sync-run";

type EndedStatus = Exclude<SyncRun["status"], "queued" | "running">;

const looks: Record<EndedStatus, { icon: LucideIcon; color: string }> = {
  succeeded: { icon: CircleCheck, color: "text-success-text" },
  partial: { icon: TriangleAlert, color: "text-warning-text" },
  failed: { icon: CircleX, color: "text-danger-text" },
  cancelled: { icon: CircleStop, color: "text-muted-foreground" },
};

/** One line that a person can repeat, why anything was left out, and what to do when it failed. */
export function SyncOutcome({ run, isAdmin }: { run: SyncRun; isAdmin: boolean }) {
  const t = useTranslations("sync");
  if (run.status === "queued" || run.status === "running") return null;
  const { icon: Icon, color } = looks[run.status];
  const { processed, imported, updated, skipped, errors } = run;
  return (
    <section
      aria-label={t(`status.${run.status}`)}
      data-testid="sync-outcome"
      className="flex gap-3 rounded-lg border bg-card p-4"
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", color)} />
      <div className="flex min-w-0 flex-col gap-2.5 text-sm">
        <div role="status" className="flex flex-col gap-1">
          <p className={cn("font-medium", color)}>{t(`status.${run.status}`)}</p>
          <p className="tabular-nums">
            {t("result.line", { processed, imported, updated, skipped, errors })}
          </p>
        </div>
        {run.status === "failed" && (
          <>
            <p className="text-pretty">{run.message}</p>
            {isAdmin && run.failureCode && KEY_FAILURES.includes(run.failureCode) && (
              <Link
                href={settingsHref("connection")}
                className="w-fit text-primary-text underline underline-offset-4"
              >
                {t("result.toConnection")}
              </Link>
            )}
            <p className="text-xs text-muted-foreground">
              {t.rich("result.runId", {
                runId: run.runId,
                code: (chunks) => <code className="font-mono">{chunks}</code>,
              })}
            </p>
          </>
        )}
        {run.status !== "failed" && processed === 0 && <p>{t("result.nothing")}</p>}
        {errors > 0 && <p className="text-pretty">{t("result.partial", { errors })}</p>}
        <SkippedReasonChips skippedByReason={run.skippedByReason} linked={isAdmin} />
      </div>
    </section>
  );
}
