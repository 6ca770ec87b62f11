"use client";

import dynamic from "next/dynamic";

/** There is nothing to show at first. */
export const LazyToaster = dynamic(() => import("@/components/ui/toaster").then(({ Toaster }) => Toaster), {
  ssr: false,
});
