"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { toast } from "sonner";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { CallDetail } from "./call-detail";
import { CallLinkButton } from "./call-link-button";

type CallQuestionProps = Pick<CallDetail, "id" | "salesRep"> & {
  question: NonNullable<CallDetail["question"]>;
  isAdmin: boolean;
};

/** That the rules say something else now than that the call is its rep's; an admin says what is right. */
export function CallQuestion({ id: callId, salesRep, question, isAdmin }: CallQuestionProps) {
  const t = useTranslations("call.question");
  const words = useTranslations("call.link");
  const router = useRouter();
  const utils = trpc.useUtils();
  const [refreshing, startRefresh] = useTransition();
  const link = trpc.calls.link.useMutation({
    onSuccess: async (call) => {
      const { name } = call.salesRep;
      toast.success(call.salesRep.id === salesRep.id ? t("left", { name }) : words("done", { name }));
      startRefresh(() => router.refresh());
      await Promise.all([utils.calls.invalidate(), utils.overview.invalidate()]);
    },
    onError: (error) => toast.error(readAppError(error).message ?? words("failed")),
  });
  const named = question.salesRep;
  const other = named && named.id !== salesRep.id && !named.archived ? named : null;
  const press = (salesRepId: string) => ({
    pending: (link.isPending || refreshing) && link.variables?.salesRepId === salesRepId,
    disabled: link.isPending || refreshing,
    onClick: () => link.mutate({ callId, salesRepId }),
  });
  return (
    <Alert variant="warning" className="mb-6" data-testid="call-question">
      <AlertTitle>{t("title", { name: salesRep.name })}</AlertTitle>
      <AlertDescription>
        <p>
          {t(`reasons.${question.reason}`, { name: named?.name ?? "" })} {t("keeps")}
        </p>
        {isAdmin && (
          <div className="mt-3 flex flex-wrap gap-2">
            <Button size="sm" {...press(salesRep.id)}>
              {t("leave", { name: salesRep.name })}
            </Button>
            {other && (
              <Button size="sm" variant="outline" {...press(other.id)}>
                {t("move", { name: other.name })}
              </Button>
            )}
            <CallLinkButton callId={callId} salesRep={salesRep} />
          </div>
        )}
      </AlertDescription>
    </Alert>
  );
}
