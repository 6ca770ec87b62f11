"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { toast } from "@/lib/toast";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

type SyncButtonProps = { disabled: boolean; running: boolean; onStarted: (runId: string) => void };

/** Fetches what is new since the last complete sync. */
export function SyncButton({ disabled, running, onStarted }: SyncButtonProps) {
  const t = useTranslations("overview.sync");
  const panel = useTranslations("sync.panel");
  const utils = trpc.useUtils();
  const start = trpc.sync.run.useMutation({
    onSuccess: async ({ runId, alreadyRunning }) => {
      if (alreadyRunning) toast.info(panel("alreadyRunning"));
      onStarted(runId);
      await utils.overview.get.invalidate();
    },
    onError: (error) => toast.error(readAppError(error).message ?? panel("failed")),
  });
  const busy = running || start.isPending;
  return (
    <Button disabled={disabled} pending={busy} onClick={() => start.mutate({})}>
      {!busy && <RefreshCw aria-hidden />}
      {busy ? t("busy") : t("start")}
    </Button>
  );
}
