"use client";

import { useTranslations } from "next-intl";
import { toast } from "@/lib/toast";
import { Question } from "@/components/ui/question";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { Rep } from "./rep";

export function RepArchiveQuestion({ rep, onDone }: { rep: Rep; onDone: () => void }) {
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
