"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
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
import { forgetUnsavedChanges, guardUnsavedChanges } from "@/lib/unsaved-changes";

/** Asks before a form with changes is left for another page of the app. */
export function UnsavedChangesGuard() {
  const t = useTranslations("common.unsaved");
  const [wish, setWish] = useState<{ leave: () => void } | null>(null);
  useEffect(() => guardUnsavedChanges((leave) => setWish({ leave })), []);

  function leave() {
    setWish(null);
    forgetUnsavedChanges();
    wish?.leave();
  }

  return (
    <AlertDialog open={wish !== null} onOpenChange={(open) => !open && setWish(null)}>
      <AlertDialogContent>
        <DialogHeader>
          <AlertDialogTitle>{t("title")}</AlertDialogTitle>
          <AlertDialogDescription>{t("description")}</AlertDialogDescription>
        </DialogHeader>
        <DialogFooter>
          <AlertDialogCancel asChild>
            <Button variant="outline">{t("stay")}</Button>
          </AlertDialogCancel>
          <AlertDialogAction asChild onClick={leave}>
            <Button variant="destructive">{t("leave")}</Button>
          </AlertDialogAction>
        </DialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
