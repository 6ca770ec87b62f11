import { type Deps } from "../../deps";
import { hideValues } from "../../hide-values";
import { type RecordingRow } from "./prepare-recording";
import { type PagePosition, type RunCounters, type WalkState } from "../runs/record-page.sql";
import { type StoredOutcome, storeRecordings, storeRecordingsAlone } from "./store-recordings";

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
export async function storeOneAlone(
  deps: Deps,
  row: RecordingRow,
  observedAt: Date,
): Promise<StoredOutcome & { errorMessage: string | null }> {
  return await storeOrQuarantine(row, async (wanted) => {
    const [stored] = await storeRecordingsAlone(deps, [wanted], observedAt);
    if (!stored) throw new Error("the writer gave no account of a recording");
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
