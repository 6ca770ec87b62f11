"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { isActiveRun } from "@/components/sync/sync-run";
import { useSyncStatus } from "@/components/sync/use-sync-status";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

/** `runId` is null when another run stood in the way. */
export type Refresh = { repId: string; runId: string | null };

/** Fetches one rep's calls anew. Only one run can be active at a time, so one refresh is all there is to follow. */
export function useRepRefresh(initial: Refresh | null) {
  const t = useTranslations("reps.refresh");
  const utils = trpc.useUtils();
  const [refresh, setRefresh] = useState(initial);
  const start = trpc.sync.run.useMutation();
  const { run } = useSyncStatus(refresh?.runId ?? null, null);
  const isRunning = refresh !== null && refresh.runId !== null && (run === null || isActiveRun(run));

  async function begin(repId: string) {
    try {
      const { runId, alreadyRunning } = await start.mutateAsync({ salesRepId: repId });
      const isOwn = !alreadyRunning || (await isRunOf(repId, runId));
      setRefresh({ repId, runId: isOwn ? runId : null });
      await utils.overview.get.invalidate();
    } catch (error) {
      toast.error(readAppError(error).message ?? t("failed"));
    }
  }

  /** The active run may well be an earlier press of this very button. */
  async function isRunOf(repId: string, runId: string) {
    const { salesRepId } = await utils.sync.status.fetch({ runId }, { staleTime: 0 });
    return salesRepId === repId;
  }

  return {
    begin,
    /** What there is to show for this rep, or null. */
    of: (repId: string) => (refresh?.repId === repId ? { run, isBlocked: refresh.runId === null } : null),
    isPending: (repId: string) =>
      (start.isPending && start.variables?.salesRepId === repId) || (isRunning && refresh.repId === repId),
  };
}

export type RepRefresh = ReturnType<typeof useRepRefresh>;
