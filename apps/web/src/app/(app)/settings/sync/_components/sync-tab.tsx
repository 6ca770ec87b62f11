"use client";

import { useState } from "react";
import { isActiveRun } from "@/components/sync/sync-run";
import { useSyncStatus } from "@/components/sync/use-sync-status";
import { type Difference, ReconcileCard } from "./reconcile-card";
import { SyncHistory, type SyncHistoryPage, useSyncHistory } from "./sync-history";
import { SyncPanel } from "./sync-panel";

type SyncTabProps = {
  configured: boolean;
  initialHistory: SyncHistoryPage;
  initialDifference: Difference;
};

export function SyncTab({ configured, initialHistory, initialDifference }: SyncTabProps) {
  const history = useSyncHistory(initialHistory);
  const [chosenRunId, setChosenRunId] = useState<string | null>(null);
  // A run that somebody else, the schedule or an earlier page started is followed as well.
  const activeRunId = history.runs.find(isActiveRun)?.runId ?? null;
  const [lastActiveRunId, setLastActiveRunId] = useState(activeRunId);
  if (activeRunId !== null && activeRunId !== lastActiveRunId) setLastActiveRunId(activeRunId);

  const followedRunId = activeRunId ?? chosenRunId ?? lastActiveRunId;
  const known = history.runs.find((run) => run.runId === followedRunId) ?? null;
  const { run, lost } = useSyncStatus(followedRunId, known);
  // The history is read now and then, the followed run every second: its row counts along.
  const runs = history.runs.map((listed) => (listed.runId === run?.runId ? run : listed));
  return (
    <div className="flex flex-col gap-6">
      <SyncPanel configured={configured} run={run} lost={lost} onFollow={setChosenRunId} />
      <ReconcileCard
        initialDifference={initialDifference}
        canStart={configured && (run === null || !isActiveRun(run))}
        onFollow={setChosenRunId}
      />
      <SyncHistory query={history.query} runs={runs} onFollow={setChosenRunId} />
    </div>
  );
}
