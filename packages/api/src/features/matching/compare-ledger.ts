import { normalizeEmail } from "../../normalize-email";
import {
  type CallQuestion,
  decideCall,
  decideRecording,
  type MatchedCall,
  type Matching,
} from "./decide-recording";

/** Recordings of one recorder that were decided alike. */
export type LedgerGroup = { recorderEmail: string; recorderTeam: string | null } & (
  | { decision: "skipped"; reason: string | null; salesRepId: string | null }
  /** Calls that are matched alike, and of which the same is asked. */
  | { decision: "imported"; call: MatchedCall; question: CallQuestion | null }
);

/** What becomes of the calls of a group. */
type CallChange = {
  recorderEmail: string;
  recorderTeam: string | null;
  before: MatchedCall;
  after: MatchedCall;
  question: CallQuestion | null;
};

type ReasonChange = {
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
  /** Calls that follow their address to another rep, of which there is something to ask, or nothing any more. */
  calls: CallChange[];
  /** Recordings that stay skipped, for another reason. */
  reasons: ReasonChange[];
};

/** Decides the ledger's groups anew. Pure. */
export function compareLedger(groups: readonly LedgerGroup[], matching: Matching): Comparison {
  const wanted = new Set<string>();
  const calls: CallChange[] = [];
  const reasons: ReasonChange[] = [];
  for (const group of groups) {
    const { recorderEmail, recorderTeam } = group;
    const recorder = { email: recorderEmail, team: recorderTeam };
    if (group.decision === "imported") {
      const { question, ...after } = decideCall(recorder, group.call, matching);
      if (isSame(after, group.call) && isSame(question ?? {}, group.question ?? {})) continue;
      calls.push({ recorderEmail, recorderTeam, before: group.call, after, question });
      continue;
    }
    const now = decideRecording(recorder, matching);
    if (now.decision === "imported") {
      wanted.add(normalizeEmail(recorderEmail));
    } else if (now.reason !== group.reason || now.salesRepId !== group.salesRepId) {
      const { reason, salesRepId } = now;
      reasons.push({ recorderEmail, recorderTeam, oldReason: group.reason, reason, salesRepId });
    }
  }
  return { wanted: [...wanted], calls, reasons };
}

function isSame<Fields extends object>(a: Fields, b: Fields): boolean {
  const keys = Object.keys({ ...a, ...b }) as (keyof Fields)[];
  return keys.every((key) => a[key] === b[key]);
}
