"use client";

import { useEffect, useState } from "react";
import { trpc } from "@/trpc/client";
import { isActiveRun, type SyncRun } from "./sync-run";

const POLL_MS = 1000;

/** Follows a run until it has ended, then has everything on the screen that a sync can change read again. */
export function useSyncStatus(runId: string | null, known: SyncRun | null) {
  const utils = trpc.useUtils();
  const query = trpc.sync.status.useQuery(
    { runId: runId ?? "" },
    {
      enabled: runId !== null,
      placeholderData: known ?? undefined,
      staleTime: 0,
      refetchInterval: ({ state }) => (state.data === undefined || isActiveRun(state.data) ? POLL_MS : false),
    },
  );
  const run = runId === null ? null : (query.data ?? null);
  // What the page came with is as new as its end.
  const [endedBefore] = useState(() => (known !== null && !isActiveRun(known) ? runId : null));
  const ended = run !== null && runId !== endedBefore && !query.isPlaceholderData && !isActiveRun(run);

  useEffect(() => {
    if (!ended) return;
    void utils.sync.history.invalidate();
    void utils.overview.get.invalidate();
    void utils.fathomSettings.get.invalidate();
    void utils.calls.invalidate();
    void utils.salesReps.invalidate();
    void utils.skipped.invalidate();
    void utils.reconcile.invalidate();
    void utils.notifications.health.invalidate();
  }, [ended, runId, utils]);

  return { run, lost: query.isError };
}
