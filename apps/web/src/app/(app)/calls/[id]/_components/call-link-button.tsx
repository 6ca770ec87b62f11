"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { lazyDialog } from "@/lib/lazy-dialog";
import type { CallDetail } from "./call-detail";

const CallLinkDialog = lazyDialog(() => import("./call-link-dialog").then((file) => file.CallLinkDialog));

type CallLinkButtonProps = { callId: string; salesRep: CallDetail["salesRep"] };

export function CallLinkButton(call: CallLinkButtonProps) {
  const t = useTranslations("call.link");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="outline" size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      <CallLinkDialog {...call} open={open} onOpenChange={setOpen} />
    </>
  );
}
