"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/** After the page, as forms are: what can't be pressed yet is not shown as if it could. */
export const AccountScreen = dynamic(() => import("./account-cards").then((file) => file.AccountCards), {
  ssr: false,
  loading: () => <Skeleton className="h-180 w-full max-w-4xl rounded-xl" />,
});
