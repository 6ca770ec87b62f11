"use client";

import dynamic from "next/dynamic";
import { type RouterOutputs, trpc } from "@/trpc/client";

export type Notices = RouterOutputs["users"]["notices"];

const AccountNoticeList = dynamic(() =>
  import("./account-notice-list").then((file) => file.AccountNoticeList),
);

const LOOK_AGAIN_MS = 60_000;

/** What happened to one's own account elsewhere, above every page until it is put away. */
export function AccountNotices({ initialNotices }: { initialNotices: Notices }) {
  const { data } = trpc.users.notices.useQuery(undefined, {
    initialData: initialNotices,
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <div role="status" data-testid="account-notices" className="mb-6 flex flex-col gap-3 empty:hidden">
      {data.items.length > 0 && <AccountNoticeList notices={data} />}
    </div>
  );
}
