import { type MeetingPage } from "@koppeling/fathom/client";
import { type Deps } from "../../deps";
import { hashApiKey } from "../settings/hash-api-key";
import { advanceWalk } from "./advance-walk";
import { type Matching } from "./decide-recording";
import { prepareRecordings } from "./prepare-recording";
import { keepLease } from "./open-run";
import { noteMissing } from "../reconcile/note-missing";
import { type RequestClass, takeSlot } from "./rate-budget";
import { type RunState } from "./run-state";
import { type RunCounters } from "./store-recordings";
import { storePage } from "./store-page";
import { LoopingWalkError } from "./looping-walk-error";

export type PageImport =
  | { outcome: "stored"; counters: RunCounters; run: RunState }
  /** Another has taken the run over, or stored this page already. */
  | { outcome: "lost" }
  /** No place in the rate budget for so many seconds. */
  | { outcome: "wait"; seconds: number };

/** Fathom's filters may or may not include the instant itself: a millisecond wider on both sides includes it. */
const EDGE_MS = 1;

/**
 * Imports the next page of a run: a place in the rate budget, one request (no transaction is open meanwhile), a
 * decision for each recording, one transaction.
 * @throws FathomError, or what the database throws
 */
export async function importPage(
  deps: Deps,
  run: RunState,
  access: { leaseToken: string; apiKey: string },
  matching: Matching,
): Promise<PageImport> {
  const keyHash = hashApiKey(deps, access.apiKey);
  const requestClass = requestClassOf(run);
  const seconds = await takeSlot(deps, keyHash, requestClass);
  if (seconds > 0) return { outcome: "wait", seconds };

  const lease = { runId: run.id, leaseToken: access.leaseToken };
  const page = await keepLease(deps, lease, () => fetchPage(deps, run, access.apiKey));
  const step = advanceWalk(run.walk, run.page, page.nextCursor, page.items.length);
  if (!step.ok) throw new LoopingWalkError(step.fault);

  const rows = prepareRecordings(page.items, matching);
  const missing = run.listing ? await noteMissing(deps, lease, rows) : new Set<string>();

  const counters = await storePage(
    deps,
    rows.filter((row) => !missing.has(row.ledger.recording_id)),
    {
      runId: run.id,
      leaseToken: access.leaseToken,
      page: run.page,
      next: step.next,
      observedAt: page.fetchedAt,
    },
    run.walk,
  );
  if (!counters) return { outcome: "lost" };
  const { page: stored, cancelRequested } = counters;
  return { outcome: "stored", counters, run: { ...run, page: stored, walk: step.next, cancelRequested } };
}

/** A listing asks for no transcripts or summaries. */
export const requestClassOf = (run: RunState): RequestClass => (run.listing ? "light" : "heavy");

async function fetchPage(deps: Deps, run: RunState, apiKey: string): Promise<MeetingPage> {
  const fathom = deps.fathom(apiKey);
  return await fathom.fetchMeetingPage({
    createdAfter: new Date(run.windowFrom.getTime() - EDGE_MS),
    createdBefore: new Date(run.windowTo.getTime() + EDGE_MS),
    ...(run.recordedBy ? { recordedBy: run.recordedBy } : {}),
    includeTranscript: !run.listing,
    includeSummary: !run.listing,
    includeActionItems: true,
    cursor: run.walk.cursor,
  });
}
