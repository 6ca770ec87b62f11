"use client";

import dynamic from "next/dynamic";
import { useHydrated } from "@/lib/use-hydrated";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { useRecoveryNotice } from "./use-recovery-notice";

export type Health = RouterOutputs["notifications"]["health"];

const HealthProblems = dynamic(() => import("./health-problems").then((file) => file.HealthProblems));

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
      {health.problems.length > 0 && <HealthProblems health={health} isAdmin={isAdmin} />}
    </div>
  );
}
