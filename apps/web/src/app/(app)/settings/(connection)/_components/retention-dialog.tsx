"use client";

import { useTranslations } from "next-intl";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Question } from "@/components/ui/question";

type RetentionDialogProps = {
  open: boolean;
  days: number;
  pending: boolean;
  onConfirm: () => void;
  onOpenChange: (open: boolean) => void;
};

export function RetentionDialog({ open, days, pending, onConfirm, onOpenChange }: RetentionDialogProps) {
  const t = useTranslations("connection.retention.dialog");
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <Question
          title={t("title", { count: days })}
          description={t("description")}
          action={t("submit")}
          destructive
          pending={pending}
          onYes={onConfirm}
        />
      </DialogContent>
    </Dialog>
  );
}
