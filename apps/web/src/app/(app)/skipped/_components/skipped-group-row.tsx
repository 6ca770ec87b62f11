"use client";

import { ChevronDown } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { cn } from "@/lib/cn";
import { SkippedActions, type SkippedActionsProps } from "./skipped-actions";
import { SkippedReason } from "./skipped-reason";
import { SkippedRecordings } from "./skipped-recordings";

export function SkippedGroupRow(props: SkippedActionsProps) {
  const { group, reps } = props;
  const t = useTranslations("skipped");
  const format = useFormatter();
  const id = useId();
  const [open, setOpen] = useState(false);
  const name = group.recorderName ?? group.recorderEmail ?? t("unknownRecorder");
  return (
    <li data-testid="skipped-group" aria-labelledby={`${id}-name`} className="px-5 py-4">
      <div className="grid gap-x-6 gap-y-3 lg:grid-cols-[minmax(0,1fr)_auto] lg:items-start xl:grid-cols-[minmax(0,20rem)_minmax(0,1fr)_auto]">
        <div className="flex min-w-0 gap-3.5">
          <span
            data-testid="skipped-count"
            className="flex h-9 min-w-11 shrink-0 items-center justify-center rounded-md bg-muted px-2 text-sm font-semibold tabular-nums"
          >
            {format.number(group.count)}
            <span className="sr-only"> {t("countUnit", { count: group.count })}</span>
          </span>
          <div className="min-w-0 text-sm">
            <h2 id={`${id}-name`} className="font-medium break-words">
              {name}
            </h2>
            {group.recorderName && group.recorderEmail && (
              <p className="wrap-anywhere text-muted-foreground">{group.recorderEmail}</p>
            )}
            {group.latestAt && (
              <p className="text-muted-foreground">
                {t.rich("latestAt", {
                  time: () => <RelativeTime key="latest" date={group.latestAt ?? new Date(0)} />,
                })}
              </p>
            )}
          </div>
        </div>
        <div className="flex flex-col items-start gap-2 text-sm max-xl:pl-14.5">
          <SkippedReason group={group} reps={reps} />
          <Button
            variant="link"
            size="link"
            aria-expanded={open}
            aria-controls={open ? `${id}-recordings` : undefined}
            aria-label={t("showRecordingsOf", { name, count: group.count })}
            onClick={() => setOpen(!open)}
          >
            {t("showRecordings", { count: group.count })}
            <ChevronDown
              aria-hidden
              className={cn("transition-transform duration-100", open && "rotate-180")}
            />
          </Button>
        </div>
        <div className="flex max-w-full flex-col items-start gap-2 max-lg:pl-14.5 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:max-w-64 lg:items-end xl:col-start-3 xl:row-span-1">
          <SkippedActions {...props} />
        </div>
      </div>
      {open && (
        <div id={`${id}-recordings`} className="mt-4 lg:pl-14.5">
          <SkippedRecordings group={group} />
        </div>
      )}
    </li>
  );
}
