"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { CallDetail } from "./call-detail";

const loadDialog = () => import("./call-link-dialog").then(({ CallLinkDialog }) => CallLinkDialog);
const CallLinkDialog = dynamic(loadDialog, { ssr: false });

type CallLinkButtonProps = { callId: string; salesRep: CallDetail["salesRep"] };

/** The dialog is fetched by who opens it: most people only read. */
export function CallLinkButton(call: CallLinkButtonProps) {
  const t = useTranslations("call.link");
  const [wanted, setWanted] = useState(false);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="outline"
        size="sm"
        aria-haspopup="dialog"
        onPointerEnter={() => void loadDialog()}
        onFocus={() => void loadDialog()}
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        {t("open")}
      </Button>
      {wanted && <CallLinkDialog {...call} open={open} onOpenChange={setOpen} />}
    </>
  );
}
