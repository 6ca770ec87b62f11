"use client";

import { useTranslations } from "next-intl";
import { toast } from "@/lib/toast";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Question } from "@/components/ui/question";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

type WebhookSecretClearDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

export function WebhookSecretClearDialog({ open, onOpenChange }: WebhookSecretClearDialogProps) {
  const t = useTranslations("connection");
  const utils = trpc.useUtils();
  const update = trpc.fathomSettings.update.useMutation({
    onSuccess: ({ config }) => {
      utils.fathomSettings.get.setData(undefined, config);
      toast.success(t("toast.secretCleared"));
      onOpenChange(false);
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("toast.failed")),
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <Question
          title={t("clearDialog.title")}
          description={t("clearDialog.description")}
          action={t("clearDialog.submit")}
          destructive
          pending={update.isPending}
          onYes={() => update.mutate({ webhookSecret: null })}
        />
      </DialogContent>
    </Dialog>
  );
}
