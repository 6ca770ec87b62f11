"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

export function useRealtime() {
  const t = useTranslations("realtime");
  const utils = trpc.useUtils();
  const enabling = trpc.realtime.enable.useMutation();
  const testing = trpc.realtime.selfTest.useMutation();

  const fail = (error: unknown) => {
    toast.error(readAppError(error).message ?? t("failed"));
  };

  async function test() {
    try {
      await testing.mutateAsync();
    } catch (error) {
      fail(error);
    }
    await utils.realtime.status.invalidate();
  }

  /** Switched on is not yet known to work: the test follows by itself. */
  async function enable() {
    try {
      utils.realtime.status.setData(undefined, await enabling.mutateAsync());
      toast.success(t("enabled"));
    } catch (error) {
      fail(error);
      return;
    }
    await Promise.all([test(), utils.fathomSettings.get.invalidate()]);
  }

  return {
    enable,
    test,
    isEnabling: enabling.isPending,
    isTesting: testing.isPending,
    selfTest: testing.data ?? null,
  };
}
