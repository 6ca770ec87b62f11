import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { isActiveRun, type SyncRun } from "@/components/sync/sync-run";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { SyncReplayButton } from "./sync-replay-button";
import { SyncStatusBadge } from "./sync-status-badge";
import { runHref, useRunWords } from "./use-run-words";

export type SyncHistoryTableProps = {
  runs: readonly SyncRun[];
  canReplay: boolean;
  onReplay: (runId: string) => void;
};

const figures = ["processed", "imported", "updated", "skipped", "errors"] as const;

export function SyncHistoryTable({ runs, canReplay, onReplay }: SyncHistoryTableProps) {
  const t = useTranslations("sync");
  return (
    <Table label={t("history.title")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("history.when")}</TableHead>
          <TableHead>{t("history.state")}</TableHead>
          <TableHead>{t("history.window")}</TableHead>
          <TableHead>{t("history.by")}</TableHead>
          {figures.map((figure) => (
            <TableHead key={figure} numeric className="px-2">
              {t(`figures.${figure}`)}
            </TableHead>
          ))}
          <TableHead numeric>{t("history.duration")}</TableHead>
          <TableHead>
            <span className="sr-only">{t("history.actions")}</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {runs.map((run) => (
          <SyncHistoryRow key={run.runId} run={run} canReplay={canReplay} onReplay={onReplay} />
        ))}
      </TableBody>
    </Table>
  );
}

type SyncHistoryRowProps = { run: SyncRun; canReplay: boolean; onReplay: (runId: string) => void };

function SyncHistoryRow({ run, canReplay, onReplay }: SyncHistoryRowProps) {
  const format = useFormatter();
  const words = useRunWords();
  return (
    <TableRow data-testid="sync-history-row">
      <TableCell className="whitespace-nowrap">
        <Link
          href={runHref(run.runId)}
          className="rounded-sm underline-offset-4 outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring"
        >
          <RelativeTime date={run.startedAt ?? run.createdAt} />
        </Link>
      </TableCell>
      <TableCell>
        <SyncStatusBadge status={run.status} />
        {run.status === "failed" && (
          <p className="mt-1.5 w-64 text-xs text-pretty text-muted-foreground">{run.message}</p>
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap" title={words.exactWindow(run)}>
        {words.window(run)}
      </TableCell>
      <TableCell className="max-w-40 truncate text-muted-foreground">{words.requestedBy(run)}</TableCell>
      {figures.map((figure) => (
        <TableCell key={figure} numeric className="px-2">
          {format.number(run[figure])}
        </TableCell>
      ))}
      <TableCell numeric>{isActiveRun(run) ? "–" : words.duration(run)}</TableCell>
      <TableCell className="text-right">
        <SyncReplayButton run={run} disabled={!canReplay} onReplay={onReplay} />
      </TableCell>
    </TableRow>
  );
}
