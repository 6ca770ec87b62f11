"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { Rep } from "./rep";

/** Which dialog is open, and about whom. */
export type RepDialog = { kind: "add" } | { kind: "edit"; rep: Rep } | { kind: "archive"; rep: Rep };

export function useRepActions() {
  const t = useTranslations("reps.toast");
  const utils = trpc.useUtils();
  const [dialog, setDialog] = useState<RepDialog | null>(null);
  const restore = trpc.salesReps.restore.useMutation({
    onSuccess: async (rep) => {
      toast.success(t("restored", { name: rep.name }));
      await Promise.all([utils.salesReps.invalidate(), utils.overview.get.invalidate()]);
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  return {
    dialog,
    close: () => setDialog(null),
    add: () => setDialog({ kind: "add" }),
    edit: (rep: Rep) => setDialog({ kind: "edit", rep }),
    askToArchive: (rep: Rep) => setDialog({ kind: "archive", rep }),
    /** Asks nothing: it takes nothing away. */
    restore: (rep: Rep) => restore.mutate({ id: rep.id }),
  };
}

export type RepActions = ReturnType<typeof useRepActions>;
