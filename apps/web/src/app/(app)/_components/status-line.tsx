import { CircleCheck, CircleX, type LucideIcon, TriangleAlert } from "lucide-react";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { cn } from "@/lib/cn";
import type { Overview } from "./overview";

const looks: Record<"connected" | "error" | "untested" | "not_configured", [LucideIcon, string]> = {
  connected: [CircleCheck, "text-success-text"],
  error: [CircleX, "text-danger-text"],
  untested: [TriangleAlert, "text-warning-text"],
  not_configured: [TriangleAlert, "text-warning-text"],
};

const DAY_MS = 86_400_000;

/** A key that nobody tested yet is something else than no key, though the server has one word for both. */
function readState({ status, source }: Overview["connection"]) {
  return status === "not_configured" && source !== null ? "untested" : status;
}

export function StatusLine({ overview }: { overview: Overview }) {
  const t = useTranslations("overview.status");
  const connection = useTranslations("connection.status");
  const format = useFormatter();
  const now = useNow();
  const { lastSuccessAt, nextSyncAt, jobs } = overview;
  const state = readState(overview.connection);
  const [Icon, color] = looks[state];
  const isSoon = nextSyncAt !== null && nextSyncAt.getTime() - now.getTime() < DAY_MS;
  return (
    <ul
      aria-label={t("label")}
      data-testid="status-line"
      className="flex flex-wrap items-center gap-y-1 [&>li:not(:last-child)]:after:mx-2 [&>li:not(:last-child)]:after:font-normal [&>li:not(:last-child)]:after:text-muted-foreground [&>li:not(:last-child)]:after:content-['·']"
    >
      <li className={cn("flex items-center font-medium", color)}>
        <Icon aria-hidden className="mr-1.5 size-4 shrink-0" />
        {connection(state)}
      </li>
      <li>
        {lastSuccessAt
          ? t.rich("lastSync", { time: () => <RelativeTime key="last" date={lastSuccessAt} /> })
          : t("neverSynced")}
      </li>
      {nextSyncAt && (
        <li className="tabular-nums">
          {t("next", { time: format.dateTime(nextSyncAt, isSoon ? "time" : "moment") })}
        </li>
      )}
      <li>{t(`jobs.${jobs}`)}</li>
    </ul>
  );
}
