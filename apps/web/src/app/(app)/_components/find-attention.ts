import type { SyncRun } from "@/components/sync/sync-run";
import type { Overview, SkippedGroups } from "./overview-screen";

type SkippedGroup = SkippedGroups["groups"][number];

/** Left out by somebody's choice is not something to look into. */
const worthALook = ["no_matching_rep", "ambiguous_rep", "unreadable", "not_stored"] as const;
type Worth = (typeof worthALook)[number];

export type AttentionItem =
  | { kind: "no_key" }
  | { kind: "key_refused"; explanation: string | null }
  | { kind: "no_reps" }
  | { kind: "run_failed"; run: SyncRun }
  | { kind: "skipped"; reason: Worth; group: SkippedGroup };

/** Failures of the key show as the connection's own. */
const keyFailures = ["unauthorized", "forbidden", "not_configured", "settings_key", "other_fathom"];

type AttentionInput = {
  overview: Overview;
  lastRun: SyncRun | null;
  groups: readonly SkippedGroup[];
  /** Before that, the steps of the first run say what is missing. */
  isSetUp: boolean;
};

/** What somebody should look into, the most pressing first. */
export function findAttention({ overview, lastRun, groups, isSetUp }: AttentionInput): AttentionItem[] {
  const { connection, reps } = overview;
  const items: AttentionItem[] = [];
  if (isSetUp && connection.source === null) items.push({ kind: "no_key" });
  if (connection.status === "error") items.push({ kind: "key_refused", explanation: connection.lastError });
  if (isSetUp && reps === 0) items.push({ kind: "no_reps" });
  if (lastRun?.status === "failed" && !keyFailures.includes(lastRun.failureCode ?? "")) {
    items.push({ kind: "run_failed", run: lastRun });
  }
  for (const group of groups) {
    const reason = worthALook.find((known) => known === group.reason);
    if (reason) items.push({ kind: "skipped", reason, group });
  }
  return items;
}
