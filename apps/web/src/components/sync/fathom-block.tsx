"use client";

import { RotateCw } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { toast } from "sonner";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";

const LOOK_AGAIN_MS = 5_000;

/** While Fathom refuses requests: why, until when, and for an admin the way to ask again now. Else nothing. */
export function FathomBlock({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations("sync.block");
  const format = useFormatter();
  const utils = trpc.useUtils();
  const { data } = trpc.overview.get.useQuery(undefined, { refetchInterval: LOOK_AGAIN_MS });
  const tryNow = trpc.sync.tryNow.useMutation({
    onSuccess: () => Promise.all([utils.overview.get.invalidate(), utils.sync.status.invalidate()]),
    onError: (error) => toast.error(readAppError(error).message ?? t("failed")),
  });
  const block = data?.fathomBlock;
  if (!block) return null;
  const time = format.dateTime(block.until, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return (
    <Alert variant="warning" role="status" data-testid="fathom-block">
      <AlertTitle>{t("title")}</AlertTitle>
      <AlertDescription>{t("description", { refusals: block.refusals, time })}</AlertDescription>
      {isAdmin && (
        <Button
          variant="outline"
          size="sm"
          className="mt-1 self-start"
          pending={tryNow.isPending}
          onClick={() => tryNow.mutate()}
        >
          {!tryNow.isPending && <RotateCw aria-hidden />}
          {t("tryNow")}
        </Button>
      )}
    </Alert>
  );
}
