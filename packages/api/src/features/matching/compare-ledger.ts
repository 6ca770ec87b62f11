import { decideRecording, type Matching } from "./decide-recording";
import { normalizeEmail } from "../../normalize-email";

/** Recordings of one recorder that were decided alike. */
export type LedgerGroup = {
  recorderEmail: string;
  recorderTeam: string | null;
  decision: "imported" | "skipped";
  reason: string | null;
  /** Of imported ones the rep of their calls, which may differ from what was once decided. */
  salesRepId: string | null;
};

export type CallMove = {
  recorderEmail: string;
  recorderTeam: string | null;
  fromRepId: string;
  salesRepId: string;
  matchedBy: "email" | "alias";
};

export type ReasonChange = {
  recorderEmail: string;
  recorderTeam: string | null;
  oldReason: string | null;
  reason: string;
  salesRepId: string | null;
};

/** What the ledger would say if everything in it were decided anew. */
export type Comparison = {
  /** Recorders (normalized) whose skipped recordings are wanted now: only Fathom has their content. */
  wanted: string[];
  /** Calls that belong to another rep now. */
  moves: CallMove[];
  /** Recordings that stay skipped, for another reason. */
  reasons: ReasonChange[];
};

/**
 * Decides the ledger's groups anew. Pure. A call whose recorder is nobody's any more stays with the rep it has: a rule
 * that no longer speaks of it takes nothing away.
 */
export function compareLedger(groups: readonly LedgerGroup[], matching: Matching): Comparison {
  const wanted = new Set<string>();
  const moves: CallMove[] = [];
  const reasons: ReasonChange[] = [];
  for (const { recorderEmail, recorderTeam, decision, reason, salesRepId } of groups) {
    const now = decideRecording({ email: recorderEmail, team: recorderTeam }, matching);
    if (decision === "skipped" && now.decision === "imported") {
      wanted.add(normalizeEmail(recorderEmail));
    } else if (decision === "skipped" && now.decision === "skipped") {
      if (now.reason !== reason || now.salesRepId !== salesRepId) {
        reasons.push({
          recorderEmail,
          recorderTeam,
          oldReason: reason,
          reason: now.reason,
          salesRepId: now.salesRepId,
        });
      }
    } else if (now.decision === "imported" && salesRepId !== null && now.salesRepId !== salesRepId) {
      moves.push({
        recorderEmail,
        recorderTeam,
        fromRepId: salesRepId,
        salesRepId: now.salesRepId,
        matchedBy: now.matchedBy,
      });
    }
  }
  return { wanted: [...wanted], moves, reasons };
}
