"use client";

import { useTranslations } from "next-intl";
import { SecondFactorSetup } from "@/components/account/second-factor-setup";
import { Button } from "@/components/ui/button";
import { signOut } from "@/lib/session-client";

export function RequiredSetup() {
  const t = useTranslations("shell");
  return (
    <div className="grid gap-6">
      <SecondFactorSetup onDone={() => window.location.assign("/")} />
      <Button
        variant="ghost"
        className="justify-self-start"
        onClick={() => void signOut().then(() => window.location.assign("/sign-in"))}
      >
        {t("signOut")}
      </Button>
    </div>
  );
}
