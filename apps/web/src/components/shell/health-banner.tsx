"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { settingsHref } from "@/lib/settings-href";
import { useHydrated } from "@/lib/use-hydrated";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { useRecoveryNotice } from "./use-recovery-notice";

type Health = RouterOutputs["notifications"]["health"];

const LOOK_AGAIN_MS = 60_000;
const TAB = { key_refused: "connection", sync_late: "sync" } as const;

/** Above every page, for as long as nothing comes in: what that means and where it is mended. */
export function HealthBanner({ initialHealth, isAdmin }: { initialHealth: Health; isAdmin: boolean }) {
  const t = useTranslations("shell.health");
  const hydrated = useHydrated();
  const query = trpc.notifications.health.useQuery(undefined, {
    initialData: initialHealth,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const health = hydrated ? query.data : initialHealth;
  useRecoveryNotice(health);
  const { lastSuccessAt } = health;
  return (
    // In the page before there is anything to say, so that a screen reader hears it come and go.
    <div role="status" data-testid="health-banner" className="mb-6 flex flex-col gap-3 empty:hidden">
      {health.problems.map((problem) => (
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
      ))}
    </div>
  );
}
