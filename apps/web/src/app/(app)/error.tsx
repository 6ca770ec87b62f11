"use client";

import { useTranslations } from "next-intl";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const t = useTranslations("common.error");
  return (
    <>
      <PageHeader title={t("title")} />
      <ErrorState requestId={error.digest} onRetry={reset} title={t("pageFailed")} />
    </>
  );
}
