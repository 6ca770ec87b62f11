"use client";

import { useTranslations } from "next-intl";
import { type ChangeEvent, useId, useState } from "react";
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
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Skeleton } from "@/components/ui/skeleton";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import { CsvRows } from "./csv-rows";

/** Spreadsheets may write Windows' letters; UTF-8 that is not, is those. */
async function readText(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

type CsvDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Reps from a file: first what it would do, then that. */
export function CsvDialog({ open, onOpenChange }: CsvDialogProps) {
  const t = useTranslations("reps.csv");
  const common = useTranslations("common");
  const id = useId();
  const utils = trpc.useUtils();
  const [csv, setCsv] = useState<string | null>(null);
  const preview = trpc.salesReps.importCsv.useMutation();
  const run = trpc.salesReps.importCsv.useMutation({
    onSuccess: () =>
      Promise.all([
        utils.salesReps.invalidate(),
        utils.overview.get.invalidate(),
        utils.skipped.invalidate(),
      ]),
  });

  function change(next: boolean) {
    onOpenChange(next);
    setCsv(null);
    preview.reset();
    run.reset();
  }

  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    preview.reset();
    run.reset();
    setCsv(null);
    if (!file) return;
    const text = await readText(file);
    setCsv(text);
    preview.mutate({ csv: text, dryRun: true });
  }

  const { data: planned } = preview;
  const toDo = planned ? planned.created + planned.updated : 0;
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogContent className="max-w-2xl grid-rows-[auto_minmax(0,1fr)_auto]">
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description")}</DialogDescription>
        </DialogHeader>
        {run.isSuccess ? (
          <Alert variant="success" role="status">
            <AlertTitle>{t("result", { created: run.data.created, updated: run.data.updated })}</AlertTitle>
          </Alert>
        ) : (
          <div className="flex min-h-0 flex-col gap-4">
            <div className="grid gap-2">
              <Label htmlFor={id}>{t("file")}</Label>
              <Input
                id={id}
                type="file"
                accept=".csv,text/csv,text/plain"
                className="h-auto py-1.5 file:mr-3 file:rounded-sm file:border-0 file:bg-secondary file:px-2.5 file:py-1 file:text-sm"
                onChange={(event) => void choose(event)}
              />
            </div>
            {preview.isPending && <Skeleton className="h-40" />}
            {preview.isError && <ErrorState title={t("unreadable")} {...readAppError(preview.error)} />}
            {planned && (
              <>
                <p role="status" className="text-sm font-medium tabular-nums">
                  {t("plan", {
                    created: planned.created,
                    updated: planned.updated,
                    invalid: planned.rows.filter((row) => row.status === "invalid").length,
                  })}
                </p>
                <CsvRows rows={planned.rows} />
              </>
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
              disabled={toDo === 0}
              pending={run.isPending}
              onClick={() => csv !== null && run.mutate({ csv, dryRun: false })}
            >
              {t("submit", { count: toDo })}
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
