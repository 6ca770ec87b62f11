"use client";

import { Menu } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ShellUser } from "@/components/shell/account-panel";
import { Button } from "@/components/ui/button";

const loadSheet = () => import("@/components/shell/mobile-sheet").then(({ MobileSheet }) => MobileSheet);
const MobileSheet = dynamic(loadSheet, { ssr: false });

/** Wide screens never need the sheet, so that it is fetched when it is opened. */
export function MobileMenu({ user }: { user: ShellUser }) {
  const t = useTranslations("shell");
  const [wanted, setWanted] = useState(false);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        className="size-11"
        aria-label={t("openMenu")}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={() => void loadSheet()}
        onFocus={() => void loadSheet()}
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        <Menu aria-hidden className="size-5" />
      </Button>
      {wanted && <MobileSheet user={user} open={open} onOpenChange={setOpen} />}
    </>
  );
}
