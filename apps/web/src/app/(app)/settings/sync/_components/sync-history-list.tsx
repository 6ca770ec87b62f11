import Link from "next/link";
import { useTranslations } from "next-intl";
import { isActiveRun } from "@/components/sync/sync-run";
import { RelativeTime } from "@/components/ui/relative-time";
import type { SyncHistoryTableProps } from "./sync-history-table";
import { SyncReplayButton } from "./sync-replay-button";
import { SyncStatusBadge } from "./sync-status-badge";
import { runHref, useRunWords } from "./use-run-words";

/** The same rows for a screen that is too narrow for a table. */
export function SyncHistoryList({ runs, canReplay, onReplay }: SyncHistoryTableProps) {
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
