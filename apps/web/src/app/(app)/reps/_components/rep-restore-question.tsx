"use client";

import { useTranslations } from "next-intl";
import { toast } from "@/lib/toast";
import { Question } from "@/components/ui/question";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { Rep } from "./rep";

/** Asked, since it has everything fetched that was skipped for as long as this rep was archived. */
export function RepRestoreQuestion({ rep, onDone }: { rep: Rep; onDone: () => void }) {
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
