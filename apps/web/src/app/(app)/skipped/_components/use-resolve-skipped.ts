"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { readAppError } from "@/trpc/app-error";
import { type RouterInputs, trpc } from "@/trpc/client";

export type ResolveInput = RouterInputs["skipped"]["resolve"];

/** What was pressed last, so that the page can follow it and take it back. */
export type Resolved = {
  recorderEmail: string;
  salesRepId: string;
  repName: string;
  /** Null when there was nothing to ask Fathom for. */
  runId: string | null;
  /** Another run was active: theirs follows by itself once that has ended. */
  waits: boolean;
};

const UNDO_FOR_MS = 20_000;

export function useResolveSkipped() {
  const t = useTranslations("skipped");
  const utils = trpc.useUtils();
  const [resolved, setResolved] = useState<Resolved | null>(null);
  const resolve = trpc.skipped.resolve.useMutation();
  const undo = trpc.skipped.undo.useMutation();

  const refreshAll = () =>
    Promise.all([
      utils.skipped.invalidate(),
      utils.salesReps.invalidate(),
      utils.overview.get.invalidate(),
      utils.calls.invalidate(),
    ]);

  /** @returns whether it was done; what went wrong is in a toast */
  async function link(input: ResolveInput, repName: string): Promise<boolean> {
    try {
      const { salesRepId, runId, alreadyRunning } = await resolve.mutateAsync(input);
      const done: Resolved = {
        recorderEmail: input.recorderEmail,
        salesRepId,
        repName,
        runId,
        waits: alreadyRunning,
      };
      setResolved(done);
      toast.success(t("resolved.toast", { email: done.recorderEmail, name: repName }), {
        duration: UNDO_FOR_MS,
        action: { label: t("undo.action"), onClick: () => void takeBack(done) },
      });
      await utils.salesReps.invalidate();
      return true;
    } catch (error) {
      toast.error(readAppError(error).message ?? t("failed"));
      return false;
    }
  }

  async function takeBack({ recorderEmail, salesRepId, repName }: Resolved) {
    try {
      const { removedCalls } = await undo.mutateAsync({ recorderEmail, salesRepId });
      setResolved(null);
      toast.success(t("undo.done", { email: recorderEmail, name: repName, count: removedCalls }));
    } catch (error) {
      toast.error(readAppError(error).message ?? t("failed"));
    }
    await refreshAll();
  }

  return {
    link,
    takeBack,
    resolved,
    linking: resolve.isPending ? (resolve.variables?.recorderEmail ?? null) : null,
    undoing: undo.isPending,
  };
}

export type SkippedResolving = ReturnType<typeof useResolveSkipped>;
