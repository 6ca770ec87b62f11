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

type RealtimeOffDialogProps = {
  open: boolean;
  /** Registered at Fathom from here; else only the secret is forgotten. */
  managed: boolean;
  onOpenChange: (open: boolean) => void;
};

export function RealtimeOffDialog({ open, managed, onOpenChange }: RealtimeOffDialogProps) {
  const t = useTranslations("realtime");
  const common = useTranslations("common");
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
        <DialogHeader>
          <DialogTitle>{t("disable.title")}</DialogTitle>
          <DialogDescription>
            {t(managed ? "disable.description" : "disable.descriptionByHand")}
          </DialogDescription>
        </DialogHeader>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">{common("cancel")}</Button>
          </DialogClose>
          <Button variant="destructive" pending={disable.isPending} onClick={() => disable.mutate()}>
            {t("disable.action")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
