"use client";

import { FlaskConical, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { FathomBlock } from "@/components/sync/fathom-block";
import { SyncOutcome } from "@/components/sync/sync-outcome";
import { SyncProgress } from "@/components/sync/sync-progress";
import { isActiveRun } from "@/components/sync/sync-run";
import { useSyncStatus } from "@/components/sync/use-sync-status";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { useHydrated } from "@/lib/use-hydrated";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { ActivityCards } from "./activity-cards";
import { AttentionList } from "./attention-list";
import { type Difference, findAttention, type UnseenRep } from "./find-attention";
import { findSetupSteps } from "./find-setup-steps";
import { LedgerCard } from "./ledger-card";
import { ACTIVITY_DAYS, type Activity, type Overview, type SkippedGroups } from "./overview";
import { SetupSteps } from "./setup-steps";
import { StatusLine } from "./status-line";

type LastRuns = RouterOutputs["sync"]["history"];

/** How soon a run that the schedule or somebody else started shows up here. */
const LOOK_AGAIN_MS = 15_000;
/** While a run is active the account counts along. */
const COUNT_ALONG_MS = 2_000;

type OverviewScreenProps = {
  initialOverview: Overview;
  initialHistory: LastRuns;
  /** Null for who may not see it. */
  initialSkipped: SkippedGroups | null;
  initialActivity: Activity;
  initialDifference: Difference | null;
  /** Empty for who may not see it. */
  initialVisibility: readonly UnseenRep[];
  isAdmin: boolean;
};

export function OverviewScreen({
  initialOverview,
  initialHistory,
  initialSkipped,
  initialActivity,
  initialDifference,
  initialVisibility,
  isAdmin,
}: OverviewScreenProps) {
  const t = useTranslations("overview");
  const { data: latest } = trpc.overview.get.useQuery(undefined, {
    initialData: initialOverview,
    refetchInterval: ({ state }) => (state.data?.activeRunId ? COUNT_ALONG_MS : LOOK_AGAIN_MS),
  });
  // The menu asks the same query, and is hydrated before this.
  const overview = useHydrated() ? latest : initialOverview;
  const { data: history } = trpc.sync.history.useQuery({ limit: 1 }, { initialData: initialHistory });
  const { data: skipped } = trpc.skipped.list.useQuery(undefined, {
    enabled: isAdmin,
    initialData: initialSkipped ?? undefined,
  });

  const { data: activity } = trpc.overview.activity.useQuery(
    { days: ACTIVITY_DAYS },
    { initialData: initialActivity },
  );
  const { data: visibility } = trpc.visibility.list.useQuery(undefined, {
    enabled: isAdmin,
    initialData: { items: [...initialVisibility], invisible: 0 },
  });
  const { data: difference } = trpc.reconcile.latest.useQuery(undefined, { initialData: initialDifference });

  // A run stays in sight after it has ended, with what came of it, until the page is left.
  const [followedRunId, setFollowedRunId] = useState(overview.activeRunId);
  if (overview.activeRunId !== null && overview.activeRunId !== followedRunId) {
    setFollowedRunId(overview.activeRunId);
  }
  const { run, lost } = useSyncStatus(followedRunId, null);
  const running = run !== null && isActiveRun(run);

  useFreshFigures(overview.ledger.recordings, running);

  const steps = findSetupSteps(overview);
  const attention = findAttention({
    overview,
    lastRun: history.items[0] ?? null,
    groups: skipped?.groups ?? [],
    difference,
    visibility: visibility.items,
    isSetUp: steps === null,
  });

  return (
    <>
      <PageHeader
        title={t("title")}
        description={<StatusLine overview={overview} />}
        action={
          isAdmin && (
            <SyncButton
              disabled={overview.connection.source === null}
              running={running}
              onStarted={setFollowedRunId}
            />
          )
        }
      />
      <div className="flex flex-col gap-6">
        {overview.sandbox && <SandboxNote />}
        {steps && <SetupSteps steps={steps} isAdmin={isAdmin} />}
        {overview.fathomBlock && <FathomBlock isAdmin={isAdmin} />}
        {run &&
          (running ? (
            <SyncProgress run={run} lost={lost} isAdmin={isAdmin} />
          ) : (
            <SyncOutcome run={run} isAdmin={isAdmin} />
          ))}
        <LedgerCard ledger={overview.ledger} isAdmin={isAdmin} />
        <AttentionList
          items={attention}
          isAdmin={isAdmin}
          isSetUp={steps === null}
          onStarted={setFollowedRunId}
        />
        <ActivityCards activity={activity} />
      </div>
    </>
  );
}

/** What is drawn and listed from the calls is asked anew when a run has brought some, or another process has. */
function useFreshFigures(recordings: number, running: boolean) {
  const utils = trpc.useUtils();
  const asked = useRef(recordings);
  useEffect(() => {
    if (running || recordings === asked.current) return;
    asked.current = recordings;
    void utils.overview.activity.invalidate();
    void utils.visibility.list.invalidate();
    void utils.skipped.list.invalidate();
  }, [recordings, running, utils]);
}

function SandboxNote() {
  const t = useTranslations("overview");
  return (
    <p data-testid="sandbox-note" className="flex gap-3 rounded-lg border bg-muted px-4 py-3 text-sm">
      <FlaskConical aria-hidden className="mt-0.5 size-4 shrink-0 text-primary-text" />
      {t("sandbox")}
    </p>
  );
}

type SyncButtonProps = { disabled: boolean; running: boolean; onStarted: (runId: string) => void };

/** Fetches what is new since the last complete sync. */
function SyncButton({ disabled, running, onStarted }: SyncButtonProps) {
  const t = useTranslations("overview.sync");
  const panel = useTranslations("sync.panel");
  const utils = trpc.useUtils();
  const start = trpc.sync.run.useMutation({
    onSuccess: async ({ runId, alreadyRunning }) => {
      if (alreadyRunning) toast.info(panel("alreadyRunning"));
      onStarted(runId);
      await utils.overview.get.invalidate();
    },
    onError: (error) => toast.error(readAppError(error).message ?? panel("failed")),
  });
  const busy = running || start.isPending;
  return (
    <Button disabled={disabled} pending={busy} onClick={() => start.mutate({})}>
      {!busy && <RefreshCw aria-hidden />}
      {busy ? t("busy") : t("start")}
    </Button>
  );
}
