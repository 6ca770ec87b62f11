"use client";

import { useTranslations } from "next-intl";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import type { Rep } from "../../reps/_components/rep";
import type { SkippedGroup } from "./skipped-group";
import { SkippedLinkForm } from "./skipped-link-form";
import type { SkippedResolving } from "./use-resolve-skipped";

type SkippedLinkDialogProps = {
  open: boolean;
  /** Null while it is closed. */
  group: SkippedGroup | null;
  reps: readonly Rep[];
  resolving: SkippedResolving;
  onClose: () => void;
};

/** Another rep than the suggested one, or a new one. */
export function SkippedLinkDialog({ open, group, reps, resolving, onClose }: SkippedLinkDialogProps) {
  const t = useTranslations("skipped.dialog");
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>
            {t("description", { email: group?.recorderEmail ?? "", count: group?.brings ?? 0 })}
          </DialogDescription>
        </DialogHeader>
        {group?.recorderEmail && (
          <SkippedLinkForm
            group={{ ...group, recorderEmail: group.recorderEmail }}
            reps={reps.filter((rep) => rep.archivedAt === null)}
            resolving={resolving}
            onDone={onClose}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}
