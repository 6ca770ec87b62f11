import { type Deps } from "../../deps";
import { hideValues } from "../../hide-values";
import { joinJson } from "../../join-json";
import { type CallContent, type RecordingRow } from "./prepare-recording";
import { type ItemReason, type Outcome, type SkippedByReason } from "../../reasons";
import { type PagePosition, type RunCounters, type WalkState } from "../runs/record-page.sql";
import { STORE_ALONE, STORE_PAGE } from "./store-recordings.sql";

/**
 * PostgreSQL's classes for a value that does not fit: data exception, integrity violation, limit exceeded. A foreign key
 * (23503) is no matter of the recording: its sales rep was deleted since it was decided on.
 */
const VALUE_FAULT = /^(22|23(?!503)|54)/;

/**
 * Stores a page. When PostgreSQL refuses a value, the page's recordings are stored one by one, so that the odd one
 * costs only itself: it goes into the ledger as an error, with PostgreSQL's reason.
 * @param current where the walk stands before this page
 */
export async function storePage(
  deps: Deps,
  rows: readonly RecordingRow[],
  position: PagePosition,
  current: WalkState,
): Promise<RunCounters | null> {
  try {
    return await storeRecordings(deps, rows, position);
  } catch (error) {
    if (!isValueFault(error) || rows.length === 0) throw error;
    deps.log.warn(
      { runId: position.runId, page: position.page, err: error },
      "PostgreSQL refused a value; storing one by one",
    );
  }
  let { page } = position;
  let counters: RunCounters | null = null;
  for (const [index, row] of rows.entries()) {
    // Only with the last one does the walk go on: a crash in between repeats the page, and what is stored stays.
    const last = index === rows.length - 1;
    const place = { ...position, page, next: last ? position.next : current };
    counters = await storeOrQuarantine(row, (wanted) => storeRecordings(deps, [wanted], place));
    if (!counters) return null;
    page = counters.page;
  }
  return counters;
}

/**
 * Stores one recording outside a run. What PostgreSQL refuses goes into the ledger as an error there too.
 * @returns what was done, with the reason in words when it is an error
 */
export async function storeOne(
  deps: Deps,
  row: RecordingRow,
  observedAt: Date,
): Promise<StoredOutcome & { errorMessage: string | null }> {
  return await storeOrQuarantine(row, async (wanted) => {
    const [stored] = await storeRecordingsAlone(deps, [wanted], observedAt);
    if (!stored) throw new Error("the writer said nothing of a recording");
    return { ...stored, errorMessage: wanted.ledger.error_message };
  });
}

/** As it is; else as an error with what is known of it; else without that, when it is that which PostgreSQL refuses. */
async function storeOrQuarantine<Stored>(
  row: RecordingRow,
  store: (row: RecordingRow) => Promise<Stored>,
): Promise<Stored> {
  try {
    return await store(row);
  } catch (error) {
    if (!isValueFault(error)) throw error;
    const ledger = {
      ...row.ledger,
      decision: "error",
      reason: "not_stored",
      error_message: hideValues(error).slice(0, 500),
    } as const;
    try {
      return await store({ ledger, call: null, transcript: null });
    } catch (again) {
      if (!isValueFault(again)) throw again;
      return await store({ ledger: { ...ledger, ...NOTHING_KNOWN }, call: null, transcript: null });
    }
  }
}

const NOTHING_KNOWN = {
  sales_rep_id: null,
  recorder_email: null,
  recorder_name: null,
  recorder_team: null,
  recorded_at: null,
  fathom_created_at: null,
  raw: null,
};

function isValueFault(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    VALUE_FAULT.test(error.code)
  );
}

/**
 * The one writer of calls. Ledger, calls, transcripts, the run's items, its counters and its
 * cursor are one statement, and so one transaction: all of a page is there, or nothing.
 * @returns the run's counters, or null when the lease is another's or the page was stored before.
 */
export async function storeRecordings(
  deps: Deps,
  rows: readonly RecordingRow[],
  position: PagePosition,
): Promise<RunCounters | null> {
  const { next } = position;
  const { input, transcriptIds, transcripts } = await prepareInput(deps, rows);
  const { rows: updated } = await deps.db.pool.query<CounterRow>({
    ...STORE_PAGE,
    values: [
      input,
      position.runId,
      position.leaseToken,
      position.page,
      next.cursor,
      next.complete,
      next.loopCursor,
      next.loopPage,
      next.emptyPages,
      position.observedAt,
      transcriptIds,
      transcripts,
    ],
  });
  const run = updated[0];
  if (!run) return null;
  const { skipped_by_reason: skippedByReason, cancel_requested: cancelRequested, ...counters } = run;
  return { ...counters, skippedByReason, cancelRequested };
}

/** What was done with a recording; the reason of one that was skipped or could not be stored. */
export type StoredOutcome = {
  recordingId: string;
  outcome: Outcome;
  reason: Exclude<ItemReason, "not_fetched"> | null;
};

/**
 * The same writer for recordings that come outside a run: from a webhook, or asked for again one by one. They are
 * no run's items; all else holds: filled is never emptied, older never beats newer, a manual choice stays.
 * @param observedAt when Fathom showed the rows
 */
export async function storeRecordingsAlone(
  deps: Deps,
  rows: readonly RecordingRow[],
  observedAt: Date,
): Promise<StoredOutcome[]> {
  const { input, transcriptIds, transcripts } = await prepareInput(deps, rows);
  const { rows: stored } = await deps.db.pool.query<
    Omit<StoredOutcome, "recordingId"> & { recording_id: string }
  >({ ...STORE_ALONE, values: [input, observedAt, transcriptIds, transcripts] });
  return stored.map(({ recording_id: recordingId, ...outcome }) => ({ recordingId, ...outcome }));
}

/** The rows as JSON; and the transcripts that are not stored yet, a line of JSON each. */
async function prepareInput(
  deps: Deps,
  rows: readonly RecordingRow[],
): Promise<{ input: string; transcriptIds: string[]; transcripts: string }> {
  const known = await loadStored(deps, rows);
  const transcriptIds: string[] = [];
  const transcripts: string[] = [];
  const input = rows.map(({ ledger, call, transcript }) => {
    const id = ledger.recording_id;
    const stored = known.get(id);
    if (call && transcript !== null && stored?.transcript_hash !== call.content.transcript_hash) {
      transcriptIds.push(id);
      transcripts.push(transcript);
    }
    if (call === null) return JSON.stringify(ledger);
    // Of what is stored already only the id travels.
    return stored && isUnchanged(call.content, stored)
      ? JSON.stringify({
          recording_id: id,
          decision: ledger.decision,
          unchanged: true,
          ...(stored.faulty ? { readable_again: true } : {}),
        })
      : joinJson(ledger, call.details, call.content);
  });
  return { input: `[${input.join(",")}]`, transcriptIds, transcripts: transcripts.join("\n") };
}

type CounterRow = Omit<RunCounters, "skippedByReason" | "cancelRequested"> & {
  skipped_by_reason: SkippedByReason;
  cancel_requested: boolean;
};

export type StoredCall = {
  recording_id: string;
  details_hash: string;
  summary_hash: string | null;
  action_items_hash: string | null;
  transcript_hash: string | null;
  /** A version after the stored one could not be read or stored. */
  faulty: boolean;
};

/** What is stored of those rows that are calls, by recording id: enough to see whether anything is new. */
export async function loadStored(
  deps: Deps,
  rows: readonly RecordingRow[],
): Promise<Map<string, StoredCall>> {
  const ids = rows.filter((row) => row.call !== null).map((row) => row.ledger.recording_id);
  if (ids.length === 0) return new Map();
  const { rows: stored } = await deps.db.pool.query<StoredCall>({
    name: "load-stored-calls",
    // One by one by their index: a plan made while the table is new would read all of it, for every page that follows.
    text: `SELECT c.* FROM unnest($1::bigint[]) AS wanted(id) CROSS JOIN LATERAL (
             SELECT recording_id::text, details_hash, summary_hash, action_items_hash, transcript_hash,
               (SELECT l.decision = 'imported' AND l.reason IS NOT NULL FROM recordings l WHERE l.recording_id = calls.recording_id) AS faulty
             FROM calls WHERE recording_id = wanted.id LIMIT 1
           ) c`,
    values: [ids],
  });
  return new Map(stored.map((call) => [call.recording_id, call]));
}

/** Content that Fathom does not show this time is no change: filled is never replaced by empty. */
function isUnchanged(call: CallContent, stored: StoredCall): boolean {
  const same = (seen: string | null, kept: string | null) => seen === null || seen === kept;
  return (
    call.details_hash === stored.details_hash &&
    same(call.summary_hash, stored.summary_hash) &&
    same(call.action_items_hash, stored.action_items_hash) &&
    same(call.transcript_hash, stored.transcript_hash)
  );
}
