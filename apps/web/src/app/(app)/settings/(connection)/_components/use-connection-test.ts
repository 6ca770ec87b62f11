"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

/** What Fathom said of its teams, in the browser's memory. */
export const TEAMS_KEY = ["fathom-teams"];

/** `typedKey` is what was in the field; empty when the stored key was tested. */
export type ConnectionTestOutcome = { success: boolean; message: string; typedKey: string };

/** Fathom answered that it does not accept the key, as opposed to not answering. */
const refusals = ["unauthorized", "forbidden"];

export function useConnectionTest() {
  const t = useTranslations("connection.toast");
  const errors = useTranslations("common.error");
  const utils = trpc.useUtils();
  const mutation = trpc.fathomSettings.test.useMutation();
  const [outcome, setOutcome] = useState<ConnectionTestOutcome | null>(null);

  /** Tests the key in the field, or the stored one when the field is empty. */
  async function run(typedKey: string, options: { quiet?: boolean } = {}) {
    setOutcome(null);
    try {
      const result = await mutation.mutateAsync(typedKey === "" ? {} : { apiKey: typedKey });
      setOutcome({ success: result.success, message: result.message, typedKey });
      if (!result.success)
        toast.error(refusals.includes(result.code ?? "") ? t("testFailed") : result.message);
      else if (!options.quiet) toast.success(t("testSucceeded"));
    } catch (error) {
      toast.error(explainFailure(error));
    }
    await utils.fathomSettings.get.invalidate();
  }

  function explainFailure(error: unknown) {
    const { httpStatus, retryAfterSeconds, message } = readAppError(error);
    if (httpStatus === 429) {
      return t("tooManyTests", { minutes: Math.max(1, Math.ceil((retryAfterSeconds ?? 60) / 60)) });
    }
    return message ?? errors("offline");
  }

  return { run, outcome, pending: mutation.isPending };
}
