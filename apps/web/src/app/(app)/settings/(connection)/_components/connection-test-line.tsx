"use client";

import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import type { ConnectionTestOutcome } from "./use-connection-test";

export function ConnectionTestLine({ outcome }: { outcome: ConnectionTestOutcome }) {
  const t = useTranslations("connection.form");
  const Icon = outcome.success ? CircleCheck : CircleX;
  return (
    <p className={cn("flex gap-2", outcome.success ? "text-success-text" : "text-danger-text")}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        {outcome.message}
        {outcome.success && outcome.typedKey !== "" && (
          <span className="block text-muted-foreground">{t("testedTyped")}</span>
        )}
      </span>
    </p>
  );
}
