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

/** Asked, since it has everything fetched that was skipped for as long as this rep was archived. */
export function RepRestoreQuestion({ rep, onDone }: { rep: Rep; onDone: () => void }) {
  const t = useTranslations("reps");
  const common = useTranslations("common");
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
    <>
      <DialogHeader>
        <DialogTitle>{t("restore.title", { name: rep.name })}</DialogTitle>
        <DialogDescription>{t("restore.description")}</DialogDescription>
      </DialogHeader>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="outline">{common("cancel")}</Button>
        </DialogClose>
        <Button pending={restore.isPending} onClick={() => restore.mutate({ id: rep.id })}>
          {t("restore.submit")}
        </Button>
      </DialogFooter>
    </>
  );
}
