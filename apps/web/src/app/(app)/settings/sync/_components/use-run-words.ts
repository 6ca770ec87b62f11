import { useFormatter, useTranslations } from "next-intl";
import type { SyncRun } from "@/components/sync/sync-run";
import { settingsHref } from "@/lib/settings-href";

export const runHref = (runId: string) => `${settingsHref("sync")}&run=${runId}`;

/** How a run is put into words, wherever it is listed. */
export function useRunWords() {
  const t = useTranslations("sync");
  const format = useFormatter();

  const figures = ({ processed, imported, updated, skipped, errors }: SyncRun) =>
    t("result.line", { processed, imported, updated, skipped, errors });

  // Node and browsers put other spaces around the dash and before AM, and React wants the same text of both.
  const range = (run: SyncRun, as: "moment" | "shortDay") =>
    format.dateTimeRange(run.windowFrom, run.windowTo, as).replace(/[\u2009\u202f]/g, " ");
  const exactWindow = (run: SyncRun) => range(run, "moment");

  function window(run: SyncRun) {
    if (run.kind === "rep" && run.salesRepName) return t("history.onlyRep", { name: run.salesRepName });
    if (run.hours !== null) return t("history.hours", { hours: String(run.hours) });
    if (run.kind === "incremental") return t("history.incremental");
    const days = range(run, "shortDay");
    if (run.kind === "reconcile" || run.kind === "selection")
      return t(`history.${run.kind}`, { range: days });
    return days;
  }

  function requestedBy(run: SyncRun) {
    const trigger = t(`trigger.${run.trigger}`);
    if (run.replayedByEngine) return t("history.byEngine", { trigger });
    if (run.requestedBy === null) return trigger;
    return run.trigger === "manual" ? run.requestedBy : `${trigger} · ${run.requestedBy}`;
  }

  const duration = (run: SyncRun) => seconds((run.durationMs ?? 0) / 1000);

  function seconds(exactSeconds: number) {
    const totalSeconds = Math.round(exactSeconds);
    const rest = totalSeconds % 60;
    const minutes = Math.floor(totalSeconds / 60);
    if (totalSeconds < 1) return t("duration.milliseconds");
    if (minutes === 0) return t("duration.seconds", { seconds: rest });
    if (minutes < 60) return t("duration.minutes", { minutes, seconds: rest });
    return t("duration.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  }

  return { figures, exactWindow, window, requestedBy, duration, seconds };
}
