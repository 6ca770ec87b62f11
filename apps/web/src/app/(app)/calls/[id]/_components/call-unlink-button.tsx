"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

/** Gives a call that a person linked back to the rep that the rules name. */
export function CallUnlinkButton({ callId }: { callId: string }) {
  const t = useTranslations("call.unlink");
  const router = useRouter();
  const utils = trpc.useUtils();
  const [refreshing, startRefresh] = useTransition();
  const unlink = trpc.calls.unlink.useMutation({
    onSuccess: async (call) => {
      toast.success(t("done", { name: call.salesRep.name }));
      startRefresh(() => router.refresh());
      await Promise.all([utils.calls.invalidate(), utils.overview.invalidate()]);
    },
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  return (
    <Button
      variant="ghost"
      size="sm"
      pending={unlink.isPending || refreshing}
      onClick={() => unlink.mutate({ callId })}
    >
      {t("submit")}
    </Button>
  );
}
