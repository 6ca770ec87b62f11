"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Alert, AlertDescription } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { startProviderSignIn } from "@/lib/session-client";

type ProviderButtonProps = { name: string; callbackPath: string };

/** Leads to the sign-in provider that the environment names, and from there back to where somebody wanted to be. */
export function ProviderButton({ name, callbackPath }: ProviderButtonProps) {
  const t = useTranslations("signIn");
  const [state, setState] = useState<"idle" | "leaving" | "unreachable">("idle");

  async function leave() {
    setState("leaving");
    const url = await startProviderSignIn(callbackPath);
    if (url === null) setState("unreachable");
    else window.location.assign(url);
  }

  return (
    <div className="mt-5 grid gap-5">
      <p className="flex items-center gap-3 text-xs text-muted-foreground before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        {t("or")}
      </p>
      {state === "unreachable" && (
        <Alert variant="danger" role="alert">
          <AlertDescription>{t("providerUnreachable", { name })}</AlertDescription>
        </Alert>
      )}
      <Button
        type="button"
        variant="outline"
        size="lg"
        pending={state === "leaving"}
        onClick={() => void leave()}
      >
        {t("withProvider", { name })}
      </Button>
    </div>
  );
}
