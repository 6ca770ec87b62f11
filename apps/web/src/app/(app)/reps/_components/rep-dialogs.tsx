"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Question } from "@/components/ui/question";
import { leaveForms } from "@/lib/unsaved-changes";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { Rep } from "./rep";
import { RepForm } from "./rep-form";
import type { RepActions } from "./use-rep-actions";

/** The dialogs of a rep. Their content is mounted anew each time, so that nothing of the last one is left in it. */
export function RepDialogs({ open, actions }: { open: boolean; actions: RepActions }) {
  const { dialog, close } = actions;
  return (
    <Dialog open={open} onOpenChange={(next) => !next && leaveForms(close)}>
      <DialogContent aria-describedby={undefined}>
        {dialog?.kind === "add" && <RepForm rep={null} onDone={close} />}
        {dialog?.kind === "edit" && <RepForm rep={dialog.rep} onDone={close} />}
        {dialog?.kind === "restore" && <RepRestoreQuestion rep={dialog.rep} onDone={close} />}
        {dialog?.kind === "archive" && <RepArchiveQuestion rep={dialog.rep} onDone={close} />}
      </DialogContent>
    </Dialog>
  );
}

function RepArchiveQuestion({ rep, onDone }: { rep: Rep; onDone: () => void }) {
  const t = useTranslations("reps");
  const utils = trpc.useUtils();
  const archive = trpc.salesReps.archive.useMutation({
    onSuccess: async () => {
      toast.success(t("toast.archived", { name: rep.name }));
      onDone();
      await Promise.all([utils.salesReps.invalidate(), utils.overview.get.invalidate()]);
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("toast.failed")),
  });
  return (
    <Question
      title={t("archive.title", { name: rep.name })}
      description={t("archive.description", { count: rep.callCount })}
      action={t("archive.submit")}
      destructive
      pending={archive.isPending}
      onYes={() => archive.mutate({ id: rep.id })}
    />
  );
}

/** Asked, since it has everything fetched that was skipped for as long as this rep was archived. */
function RepRestoreQuestion({ rep, onDone }: { rep: Rep; onDone: () => void }) {
  const t = useTranslations("reps");
  const utils = trpc.useUtils();
  const restore = trpc.salesReps.restore.useMutation({
    onSuccess: async () => {
      toast.success(t("toast.restored", { name: rep.name }), { description: t("toast.restoredHint") });
      onDone();
      await Promise.all([
        utils.salesReps.invalidate(),
        utils.overview.get.invalidate(),
        utils.skipped.invalidate(),
      ]);
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("toast.failed")),
  });
  return (
    <Question
      title={t("restore.title", { name: rep.name })}
      description={t("restore.description")}
      action={t("restore.submit")}
      pending={restore.isPending}
      onYes={() => restore.mutate({ id: rep.id })}
    />
  );
}
