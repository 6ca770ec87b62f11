"use client";

import { Dialog, DialogContent } from "@/components/ui/dialog";
import { leaveForms } from "@/lib/unsaved-changes";
import { RepArchiveQuestion } from "./rep-archive-question";
import { RepForm } from "./rep-form";
import { RepRestoreQuestion } from "./rep-restore-question";
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
