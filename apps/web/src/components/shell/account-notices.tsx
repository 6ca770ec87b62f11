"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { type RouterOutputs, trpc } from "@/trpc/client";

type Notices = RouterOutputs["users"]["notices"];

const LOOK_AGAIN_MS = 60_000;

/** What happened to one's own account elsewhere, above every page until it is put away. */
export function AccountNotices({ initialNotices }: { initialNotices: Notices }) {
  const { data } = trpc.users.notices.useQuery(undefined, {
    initialData: initialNotices,
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <div role="status" data-testid="account-notices" className="mb-6 flex flex-col gap-3 empty:hidden">
      {data.items.map((notice) => (
        <AccountNotice key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function AccountNotice({ notice }: { notice: Notices["items"][number] }) {
  const t = useTranslations("account.notices");
  const format = useFormatter();
  const utils = trpc.useUtils();
  const dismiss = trpc.users.dismissNotice.useMutation({ onSettled: () => utils.users.notices.invalidate() });
  const { id, kind, createdAt, device, ipAddress } = notice;
  return (
    <Alert variant="warning">
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
          pending={dismiss.isPending}
          onClick={() => dismiss.mutate({ id })}
        >
          {t("dismiss")}
        </Button>
      </div>
    </Alert>
  );
}
