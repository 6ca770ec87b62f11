import { ERROR_REASONS, KEY_FAILURES } from "@koppeling/api/reasons";
import type { SyncRun } from "@/components/sync/sync-run";
import type { RouterOutputs } from "@/trpc/client";
import type { Overview, SkippedGroups } from "./overview";

export type Difference = NonNullable<RouterOutputs["reconcile"]["latest"]>;
export type UnseenRep = RouterOutputs["visibility"]["list"]["items"][number];
export type SkippedGroup = SkippedGroups["groups"][number];

/** Left out by somebody's choice is not something to look into. */
const worthALook = ["no_matching_rep", "ambiguous_rep", ...ERROR_REASONS] as const;
type Worth = (typeof worthALook)[number];

export type AttentionItem =
  | { kind: "no_key" }
  | { kind: "key_refused"; explanation: string | null }
  | { kind: "no_reps" }
  | { kind: "run_failed"; run: SyncRun }
  | { kind: "skipped"; reason: Worth; group: SkippedGroup }
  | { kind: "questions"; count: number }
  | { kind: "parked_webhooks"; count: number }
  | { kind: "missing"; count: number; days: number }
  | { kind: "not_seen"; count: number }
  | { kind: "unseen_reps"; reps: readonly UnseenRep[] }
  | { kind: "content_awaited"; count: number };

type AttentionInput = {
  overview: Overview;
  lastRun: SyncRun | null;
  groups: readonly SkippedGroup[];
  difference: Difference | null;
  /** Active reps, those included that this key has seen. */
  visibility: readonly UnseenRep[];
  /** Before that, the steps of the first run say what is missing. */
  isSetUp: boolean;
};

/** What somebody should look into, the most pressing first. */
export function findAttention({
  overview,
  lastRun,
  groups,
  difference,
  visibility,
  isSetUp,
}: AttentionInput): AttentionItem[] {
  const { connection, reps, waiting } = overview;
  const items: AttentionItem[] = [];
  if (isSetUp && connection.source === null) items.push({ kind: "no_key" });
  if (connection.status === "error") items.push({ kind: "key_refused", explanation: connection.lastError });
  if (isSetUp && reps === 0) items.push({ kind: "no_reps" });
  // Failures of the key show as the connection's own.
  const failedByKey = lastRun?.failureCode && KEY_FAILURES.includes(lastRun.failureCode);
  if (lastRun?.status === "failed" && !failedByKey) {
    items.push({ kind: "run_failed", run: lastRun });
  }
  for (const group of groups) {
    const reason = worthALook.find((known) => known === group.reason);
    if (reason) items.push({ kind: "skipped", reason, group });
  }
  if (waiting.questions > 0) items.push({ kind: "questions", count: waiting.questions });
  if (waiting.parkedWebhooks > 0) items.push({ kind: "parked_webhooks", count: waiting.parkedWebhooks });
  if (difference !== null) {
    const missing = difference.missing - difference.fetched;
    // What could not be fetched has a group of its own, which tells it once it is here after all.
    const isTold = groups.some(({ reason }) => reason === "not_fetched");
    if (missing > 0 && !isTold) items.push({ kind: "missing", count: missing, days: difference.days });
    if (difference.complete && difference.notSeen > 0)
      items.push({ kind: "not_seen", count: difference.notSeen });
  }
  const unseen = visibility.filter(({ reason }) => reason !== null);
  if (isSetUp && unseen.length > 0) items.push({ kind: "unseen_reps", reps: unseen });
  if (waiting.content > 0) items.push({ kind: "content_awaited", count: waiting.content });
  return items;
}
