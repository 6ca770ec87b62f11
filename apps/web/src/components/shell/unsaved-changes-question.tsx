"use client";

import { useTranslations } from "next-intl";
import {
  AlertDialog,
  AlertDialogAction,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogTitle,
} from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { DialogFooter, DialogHeader } from "@/components/ui/dialog";

type UnsavedChangesQuestionProps = { open: boolean; onStay: () => void; onLeave: () => void };

export function UnsavedChangesQuestion({ open, onStay, onLeave }: UnsavedChangesQuestionProps) {
  const t = useTranslations("common.unsaved");
  return (
    <AlertDialog open={open} onOpenChange={(stillOpen) => !stillOpen && onStay()}>
      <AlertDialogContent>
        <DialogHeader>
          <AlertDialogTitle>{t("title")}</AlertDialogTitle>
          <AlertDialogDescription>{t("description")}</AlertDialogDescription>
        </DialogHeader>
        <DialogFooter>
          <AlertDialogCancel asChild>
            <Button variant="outline">{t("stay")}</Button>
          </AlertDialogCancel>
          <AlertDialogAction asChild onClick={onLeave}>
            <Button variant="destructive">{t("leave")}</Button>
          </AlertDialogAction>
        </DialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
