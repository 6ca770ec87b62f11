import { type MeetingPage, type RequestClass } from "@koppeling/fathom/client";
import { MAX_EMPTY_PAGES } from "@koppeling/fathom/paginate";
import { type Deps } from "../../deps";
import { spanAround } from "../../span-around";
import { LoopingWalkError } from "../connections/classify-failure";
import { takeSlot } from "../connections/rate-budget";
import { type Matching } from "../matching/decide-recording";
import { decideItems } from "../recordings/decide-items";
import { type RecordingRow } from "../recordings/prepare-recording";
import { storePage } from "../recordings/store-recordings";
import { holdLease } from "../runs/hold-lease";
import type { RunCounters, WalkState } from "../runs/record-page.sql";
import { type Lease } from "../runs/run-transitions";
import { hashApiKey } from "../settings/hash-api-key";
import { type RunState } from "./load-run-state";

export type PageImport =
  | { outcome: "stored"; counters: RunCounters; run: RunState }
  /** Another has taken the run over, or stored this page already. */
  | { outcome: "lost" }
  /** No place in the rate budget for so many seconds. */
  | { outcome: "wait"; seconds: number };

/** What a reconcile does besides storing pages: it lists first, and fetches afterwards what is missing. */
export type WalkPlan = {
  /** Of a page that was listed without content. @returns ids of the recordings that a later walk of the run is to fetch */
  noteMissing: (deps: Deps, lease: Lease, rows: readonly RecordingRow[]) => Promise<ReadonlySet<string>>;
  /** After a complete walk. @returns whether there is another one to do */
  nextWalk: (deps: Deps, lease: Lease) => Promise<boolean>;
};

/**
 * Imports the next page of a run: a place in the rate budget, one request (no transaction is open meanwhile), a
 * decision for each recording, one transaction.
 * @throws FathomError, or what the database throws
 */
export async function importPage(
  deps: Deps,
  run: RunState,
  access: { lease: Lease; apiKey: string },
  matching: Matching,
  reconcile: WalkPlan,
): Promise<PageImport> {
  const keyHash = hashApiKey(deps, access.apiKey);
  const requestClass = requestClassOf(run);
  const seconds = await takeSlot(deps, keyHash, requestClass);
  if (seconds > 0) return { outcome: "wait", seconds };

  const { lease } = access;
  const page = await holdLease(deps, lease, () => fetchPage(deps, run, access.apiKey));
  const step = advanceWalk(run.walk, run.page, page.nextCursor, page.items.length);
  if (!step.ok) throw new LoopingWalkError(step.fault);

  const rows = await decideItems(deps, page.items, matching);
  const missing = run.listing ? await reconcile.noteMissing(deps, lease, rows) : null;

  const counters = await storePage(
    deps,
    rows.filter((row) => !missing?.has(row.ledger.recording_id)),
    { ...lease, page: run.page, next: step.next, observedAt: page.fetchedAt },
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
  const window = spanAround(run.windowFrom, run.windowTo);
  return await fathom.fetchMeetingPage({
    createdAfter: window.from,
    createdBefore: window.to,
    ...(run.recordedBy ? { recordedBy: run.recordedBy } : {}),
    includeTranscript: !run.listing,
    includeSummary: !run.listing,
    includeActionItems: true,
    cursor: run.walk.cursor,
  });
}

type WalkStep = { ok: true; next: WalkState } | { ok: false; fault: string };

/**
 * Where a walk stands after a page, or why it goes nowhere. A loop of cursors is found by Brent's method: one cursor
 * is remembered, and a new one at each power of two, so that any loop is met again without keeping them all.
 * @param page how many pages the walk had before this one
 */
export function advanceWalk(
  state: WalkState,
  page: number,
  nextCursor: string | null,
  itemCount: number,
): WalkStep {
  if (nextCursor === null) return { ok: true, next: { ...state, cursor: null, complete: true } };
  if (nextCursor === state.cursor || nextCursor === state.loopCursor) {
    return { ok: false, fault: `the cursor of page ${page + 1} leads back to a page that was read already` };
  }
  const emptyPages = itemCount === 0 ? state.emptyPages + 1 : 0;
  if (emptyPages > MAX_EMPTY_PAGES)
    return { ok: false, fault: `${emptyPages} empty pages in a row, each with a next one` };
  const remember = page + 1 >= state.loopPage;
  return {
    ok: true,
    next: {
      cursor: nextCursor,
      complete: false,
      emptyPages,
      loopCursor: remember ? nextCursor : state.loopCursor,
      loopPage: remember ? state.loopPage * 2 : state.loopPage,
    },
  };
}
