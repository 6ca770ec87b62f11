"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { settingsHref } from "@/lib/settings-href";
import type { Health } from "./health-banner";

const TAB = { key_refused: "connection", sync_late: "sync" } as const;

/** What is wrong, what that means and where it is mended. */
export function HealthProblems({ health, isAdmin }: { health: Health; isAdmin: boolean }) {
  const t = useTranslations("shell.health");
  const { problems, lastSuccessAt } = health;
  return problems.map((problem) => (
    <Alert key={problem} variant={problem === "key_refused" ? "danger" : "warning"}>
      <AlertTitle>{t(`${problem}.title`)}</AlertTitle>
      <AlertDescription>
        {problem === "sync_late" && lastSuccessAt
          ? t.rich("sync_late.since", { time: () => <RelativeTime key="last" date={lastSuccessAt} /> })
          : t(`${problem}.description`)}{" "}
        {isAdmin ? (
          <Link href={settingsHref(TAB[problem])} className="font-medium underline underline-offset-4">
            {t(`${problem}.link`)}
          </Link>
        ) : (
          t("askAdmin")
        )}
      </AlertDescription>
    </Alert>
  ));
}
