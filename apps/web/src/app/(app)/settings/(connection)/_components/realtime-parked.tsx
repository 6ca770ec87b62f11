"use client";

import { RotateCcw } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { toast } from "sonner";
import { QueryError } from "@/components/query-state";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

/** What Fathom delivered and could not be processed: it waits for a person. */
export function RealtimeParked({ count }: { count: number }) {
  const t = useTranslations("realtime.parked");
  const format = useFormatter();
  const utils = trpc.useUtils();
  const query = trpc.webhooks.list.useQuery({ status: "parked", limit: 20 });
  const retry = trpc.webhooks.retry.useMutation({
    onSuccess: async () => {
      toast.success(t("retried"));
      await Promise.all([utils.webhooks.list.invalidate(), utils.realtime.status.invalidate()]);
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  return (
    <section aria-label={t("title", { count })} className="flex flex-col gap-2 text-sm">
      <h3 className="font-medium">{t("title", { count })}</h3>
      <p className="text-pretty text-muted-foreground">{t("description")}</p>
      {query.isError && <QueryError query={query} />}
      {query.isPending && <Skeleton className="h-12" />}
      {query.data && (
        <ul data-testid="parked-events" className="divide-y rounded-lg border">
          {query.data.items.map(({ webhookId, receivedAt, attempts, lastError, outcome, retryable }) => (
            <li key={webhookId} className="flex items-center gap-3 px-3.5 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="tabular-nums">
                  {format.dateTime(receivedAt, "moment")} · {t("attempts", { count: attempts })}
                </p>
                {(lastError ?? outcome) && (
                  <p className="break-words text-muted-foreground">{lastError ?? outcome}</p>
                )}
                {!retryable && <p className="text-pretty text-muted-foreground">{t("gone")}</p>}
              </div>
              {retryable && (
                <Button
                  variant="outline"
                  size="sm"
                  pending={retry.isPending && retry.variables.webhookId === webhookId}
                  aria-label={t("retryOf", { date: format.dateTime(receivedAt, "moment") })}
                  onClick={() => retry.mutate({ webhookId })}
                >
                  <RotateCcw aria-hidden />
                  {t("retry")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
