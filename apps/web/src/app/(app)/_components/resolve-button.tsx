"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { SkippedGroup } from "./find-attention";

type ResolveButtonProps = { group: SkippedGroup; onStarted: (runId: string) => void };

/** Does what is suggested for a recorder that belongs to nobody, in one press; the toast takes it back. */
export function ResolveButton({ group, onStarted }: ResolveButtonProps) {
  const t = useTranslations("overview.attention.resolve");
  const utils = trpc.useUtils();
  const refresh = () =>
    Promise.all([utils.skipped.invalidate(), utils.overview.invalidate(), utils.salesReps.invalidate()]);
  const onError = (error: Parameters<typeof readAppError>[0]) =>
    toast.error(readAppError(error).message ?? t("failed"));
  const undo = trpc.skipped.undo.useMutation({
    onSuccess: async () => {
      toast.success(t("undone"));
      await refresh();
    },
    onError,
  });
  const { suggestion, recorderEmail, recorderName } = group;
  const resolve = trpc.skipped.resolve.useMutation({
    onSuccess: async ({ salesRepId, runId }) => {
      if (recorderEmail === null) return;
      toast.success(t("done", { email: recorderEmail }), {
        action: { label: t("undo"), onClick: () => undo.mutate({ salesRepId, recorderEmail }) },
      });
      if (runId) onStarted(runId);
      await refresh();
    },
    onError,
  });
  if (suggestion === null || recorderEmail === null) return null;
  const press = () =>
    resolve.mutate(
      suggestion.kind === "alias"
        ? { action: "alias", recorderEmail, salesRepId: suggestion.salesRepId }
        : { action: "new_rep", recorderEmail, name: suggestion.name },
    );
  return (
    <Button variant="outline" size="sm" pending={resolve.isPending} onClick={press}>
      {t(suggestion.kind, { name: suggestion.name, who: recorderName ?? recorderEmail })}
    </Button>
  );
}
