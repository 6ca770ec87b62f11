"use client";

import { useFormatter } from "next-intl";
import { trpc } from "@/trpc/client";

/** How many recordings did not become a call. Says nothing while that is unknown or zero. */
export function SkippedCount() {
  const format = useFormatter();
  const { data } = trpc.overview.get.useQuery(undefined, { staleTime: 60_000 });
  const skipped = data?.ledger.skipped ?? 0;
  if (skipped === 0) return null;
  return (
    <span className="ml-auto rounded-md bg-muted px-1.5 py-0.5 text-xs text-muted-foreground tabular-nums">
      {format.number(skipped)}
    </span>
  );
}
