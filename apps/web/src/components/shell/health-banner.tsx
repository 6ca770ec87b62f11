"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { toast } from "sonner";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { settingsHref } from "@/lib/settings-href";
import { useHydrated } from "@/lib/use-hydrated";
import { type RouterOutputs, trpc } from "@/trpc/client";

type Health = RouterOutputs["notifications"]["health"];

const LOOK_AGAIN_MS = 60_000;

/** Above every page, for as long as nothing comes in. */
export function HealthBanner({ initialHealth, isAdmin }: { initialHealth: Health; isAdmin: boolean }) {
  const hydrated = useHydrated();
  const query = trpc.notifications.health.useQuery(undefined, {
    initialData: initialHealth,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const health = hydrated ? query.data : initialHealth;
  useRecoveryNotice(health);
  return (
    // In the page before there is anything to say, so that a screen reader hears it come and go.
    <div role="status" data-testid="health-banner" className="mb-6 flex flex-col gap-3 empty:hidden">
      {health.problems.map((problem) => (
        <HealthProblem key={problem} problem={problem} health={health} isAdmin={isAdmin} />
      ))}
    </div>
  );
}

const TAB = { key_refused: "connection", sync_late: "sync" } as const;

type HealthProblemProps = { problem: Health["problems"][number]; health: Health; isAdmin: boolean };

/** What is wrong, what that means and where it is mended. */
function HealthProblem({ problem, health: { lastSuccessAt }, isAdmin }: HealthProblemProps) {
  const t = useTranslations("shell.health");
  return (
    <Alert variant={problem === "key_refused" ? "danger" : "warning"}>
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
  );
}

const KEY = "koppeling-problems";

/** Whoever has seen that something was wrong in this tab, is told once that it is well again. */
function useRecoveryNotice({ problems, well }: Health) {
  const t = useTranslations("shell.health");
  useEffect(() => {
    const seen = (window.sessionStorage.getItem(KEY) ?? "").split(" ");
    for (const kind of well) if (seen.includes(kind)) toast.success(t(`${kind}.over`));
    const still = seen.filter((kind) => kind !== "" && !well.some((known) => known === kind));
    window.sessionStorage.setItem(KEY, [...new Set([...still, ...problems])].join(" "));
  }, [problems, well, t]);
}
