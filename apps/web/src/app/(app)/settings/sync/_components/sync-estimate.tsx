"use client";

import { useQuery } from "@tanstack/react-query";
import { Telescope } from "lucide-react";
import { useTranslations } from "next-intl";
import { QueryError } from "@/components/query-state";
import { Progress } from "@/components/ui/progress";
import { type RouterInputs, trpc } from "@/trpc/client";
import { useRunWords } from "./use-run-words";

/** What a sync of a window would take, without fetching anything. */
export function SyncEstimate({ input }: { input: RouterInputs["sync"]["estimate"] }) {
  const t = useTranslations("sync.estimate");
  const words = useRunWords();
  const { client } = trpc.useUtils();
  const query = useQuery({
    queryKey: ["sync-estimate", input],
    queryFn: () => client.sync.estimate.mutate(input),
    ...{ staleTime: 0, gcTime: 0, retry: false },
  });
  if (query.isError) {
    return <QueryError query={query} />;
  }
  const estimate = query.data;
  return (
    <div
      data-testid="sync-estimate"
      role="status"
      className="flex gap-3 rounded-lg border bg-muted px-4 py-3 text-sm"
    >
      <Telescope aria-hidden className="mt-0.5 size-4 shrink-0 text-primary-text" />
      {estimate ? (
        <div className="flex flex-col gap-1">
          <p className="font-medium tabular-nums">
            {t(estimate.exact ? "exact" : "about", {
              recordings: estimate.recordings,
              pages: estimate.pages,
            })}
          </p>
          <p className="text-pretty text-muted-foreground">
            {t("time", { time: words.seconds(estimate.seconds) })} {t("nothingDone")}
          </p>
        </div>
      ) : (
        <div className="flex flex-1 flex-col gap-2">
          <p>{t("looking")}</p>
          <Progress aria-label={t("looking")} className="h-1.5 max-w-sm" />
        </div>
      )}
    </div>
  );
}
