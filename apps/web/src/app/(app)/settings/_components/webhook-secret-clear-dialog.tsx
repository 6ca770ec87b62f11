"use client";

import { useTranslations } from "next-intl";
import { toast } from "@/lib/toast";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

type WebhookSecretClearDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

export function WebhookSecretClearDialog({ open, onOpenChange }: WebhookSecretClearDialogProps) {
  const t = useTranslations("connection");
  const common = useTranslations("common");
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
        <DialogHeader>
          <DialogTitle>{t("clearDialog.title")}</DialogTitle>
          <DialogDescription>{t("clearDialog.description")}</DialogDescription>
        </DialogHeader>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">{common("cancel")}</Button>
          </DialogClose>
          <Button
            variant="destructive"
            pending={update.isPending}
            onClick={() => update.mutate({ webhookSecret: null })}
          >
            {t("clearDialog.submit")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
