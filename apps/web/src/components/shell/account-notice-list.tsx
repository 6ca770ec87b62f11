"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { trpc } from "@/trpc/client";
import type { Notices } from "./account-notices";

export function AccountNoticeList({ notices }: { notices: Notices }) {
  const t = useTranslations("account.notices");
  const format = useFormatter();
  const utils = trpc.useUtils();
  const dismiss = trpc.users.dismissNotice.useMutation({ onSettled: () => utils.users.notices.invalidate() });
  return notices.items.map(({ id, kind, createdAt, device, ipAddress }) => (
    <Alert key={id} variant="warning">
      <AlertDescription>
        {t(kind, {
          moment: format.dateTime(createdAt, "moment"),
          device: device ?? t("unknown"),
          address: ipAddress ?? t("unknown"),
        })}
      </AlertDescription>
      <div className="flex flex-wrap items-center gap-4 pt-1">
        <Link href="/account#sessions" className="font-medium text-foreground underline underline-offset-4">
          {t("check")}
        </Link>
        <Button
          variant="outline"
          size="sm"
          pending={dismiss.isPending && dismiss.variables.id === id}
          onClick={() => dismiss.mutate({ id })}
        >
          {t("dismiss")}
        </Button>
      </div>
    </Alert>
  ));
}
