"use client";

import { useTranslations } from "next-intl";
import { toast } from "@/lib/toast";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Question } from "@/components/ui/question";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

type RealtimeOffDialogProps = {
  open: boolean;
  /** Registered at Fathom from here; else only the secret is forgotten. */
  managed: boolean;
  onOpenChange: (open: boolean) => void;
};

export function RealtimeOffDialog({ open, managed, onOpenChange }: RealtimeOffDialogProps) {
  const t = useTranslations("realtime");
  const utils = trpc.useUtils();
  const disable = trpc.realtime.disable.useMutation({
    onSuccess: async (status) => {
      utils.realtime.status.setData(undefined, status);
      toast.success(t("disable.done"));
      onOpenChange(false);
      await utils.fathomSettings.get.invalidate();
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <Question
          title={t("disable.title")}
          description={t(managed ? "disable.description" : "disable.descriptionByHand")}
          action={t("disable.action")}
          destructive
          pending={disable.isPending}
          onYes={() => disable.mutate()}
        />
      </DialogContent>
    </Dialog>
  );
}
