"use client";

import { Check, Copy } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { InviteLink } from "./use-user-actions";

/** Shown this once: here only a hash of it is kept. */
export function UserInviteLink({ link }: { link: InviteLink }) {
  const t = useTranslations("users.link");
  const format = useFormatter();
  const [copied, setCopied] = useState(false);

  async function copy() {
    await navigator.clipboard.writeText(link.inviteUrl);
    setCopied(true);
  }

  return (
    <>
      <DialogHeader>
        <DialogTitle>{t("title", { email: link.email })}</DialogTitle>
        <DialogDescription>
          {t("description", { date: format.dateTime(link.expiresAt, "moment") })}
        </DialogDescription>
      </DialogHeader>
      <div className="flex gap-2">
        <Input
          readOnly
          aria-label={t("label")}
          value={link.inviteUrl}
          className="font-mono text-xs"
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={() => void copy()}>
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{t(copied ? "copied" : "copy")}</span>
        </Button>
      </div>
    </>
  );
}
