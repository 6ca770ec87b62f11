"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Alert, AlertTitle } from "@/components/ui/alert";
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
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import { ImportCandidates } from "./import-candidates";

type ImportDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

export function ImportDialog({ open, onOpenChange }: ImportDialogProps) {
  const t = useTranslations("reps.import");
  const common = useTranslations("common");
  const utils = trpc.useUtils();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const preview = trpc.salesReps.importFromFathom.useMutation();
  const run = trpc.salesReps.importFromFathom.useMutation({
    onSuccess: () => Promise.all([utils.salesReps.invalidate(), utils.overview.get.invalidate()]),
  });

  const { mutate } = preview;
  useEffect(() => {
    if (open) mutate({ dryRun: true });
  }, [open, mutate]);

  function change(next: boolean) {
    onOpenChange(next);
    if (next) return;
    setChosen([]);
    run.reset();
  }

  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogContent className="grid-rows-[auto_minmax(0,1fr)_auto]">
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{run.isSuccess ? t("resultHint") : t("description")}</DialogDescription>
        </DialogHeader>
        {run.isSuccess ? (
          <Alert variant="success" role="status">
            <AlertTitle>{t("result", { count: run.data.created })}</AlertTitle>
          </Alert>
        ) : (
          <div className="flex min-h-0 flex-col gap-4">
            {preview.isPending && <CandidatesSkeleton />}
            {preview.isError && (
              <ErrorState
                title={t("failed")}
                {...readAppError(preview.error)}
                onRetry={() => mutate({ dryRun: true })}
              />
            )}
            {preview.isSuccess && (
              <ImportCandidates
                candidates={preview.data.candidates}
                leftOut={preview.data.leftOut}
                chosen={chosen}
                onChoose={setChosen}
              />
            )}
            {run.isError && <ErrorState title={t("failed")} {...readAppError(run.error)} />}
          </div>
        )}
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">{run.isSuccess ? common("close") : common("cancel")}</Button>
          </DialogClose>
          {!run.isSuccess && (
            <Button
              disabled={chosen.length === 0}
              pending={run.isPending}
              onClick={() => run.mutate({ emails: [...chosen] })}
            >
              {t("submit", { count: chosen.length })}
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function CandidatesSkeleton() {
  const t = useTranslations("reps.import");
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">{t("loading")}</span>
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} className="h-10 w-full" />
      ))}
    </div>
  );
}
