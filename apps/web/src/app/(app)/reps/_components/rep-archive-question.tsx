"use client";

import { useTranslations } from "next-intl";
import { toast } from "@/lib/toast";
import { Button } from "@/components/ui/button";
import {
  DialogClose,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { Rep } from "./rep";

export function RepArchiveQuestion({ rep, onDone }: { rep: Rep; onDone: () => void }) {
  const t = useTranslations("reps");
  const common = useTranslations("common");
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
    <>
      <DialogHeader>
        <DialogTitle>{t("archive.title", { name: rep.name })}</DialogTitle>
        <DialogDescription>{t("archive.description", { count: rep.callCount })}</DialogDescription>
      </DialogHeader>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="outline">{common("cancel")}</Button>
        </DialogClose>
        <Button
          variant="destructive"
          pending={archive.isPending}
          onClick={() => archive.mutate({ id: rep.id })}
        >
          {t("archive.submit")}
        </Button>
      </DialogFooter>
    </>
  );
}
