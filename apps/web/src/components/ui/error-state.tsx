"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

type ErrorStateProps = {
  title?: string;
  /** What it means and what to do; the message of a tRPC error is already such a sentence. */
  message?: ReactNode;
  /** What the admin gives to whoever reads the logs. */
  requestId?: string | null;
  onRetry?: () => void;
  retrying?: boolean;
};

export function ErrorState({ title, message, requestId, onRetry, retrying = false }: ErrorStateProps) {
  const t = useTranslations("common.error");
  return (
    <Alert variant="danger" role="alert" data-slot="error-state">
      <AlertTitle>{title ?? t("title")}</AlertTitle>
      <AlertDescription>{message ?? t("description")}</AlertDescription>
      {requestId && (
        <p className="text-xs text-foreground">
          {t.rich("reference", { requestId, code: (chunks) => <code className="font-mono">{chunks}</code> })}
        </p>
      )}
      {onRetry && (
        <div className="mt-2">
          <Button variant="outline" size="sm" onClick={onRetry} pending={retrying}>
            {!retrying && <RotateCw aria-hidden />}
            {t("retry")}
          </Button>
        </div>
      )}
    </Alert>
  );
}
