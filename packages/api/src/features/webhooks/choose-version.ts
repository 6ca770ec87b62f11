import { type MeetingItem } from "@koppeling/fathom/client";
import { FathomForbiddenError, FathomUnauthorizedError } from "@koppeling/fathom/errors";
import { type Deps } from "../../deps";
import { fetchRecording } from "../recordings/fetch-recording";
import { type CallContent, type RecordingRow } from "../recordings/prepare-recording";
import { loadStored, type StoredCall } from "../recordings/store-recordings";
import { type Settings } from "../settings/load-settings";
import { type ClaimedEvent } from "./event-store";
import { MAX_ATTEMPTS } from "./webhook-outcome";

export type Version =
  /** `asked`: Fathom was, which takes time, in which the rules may change. */
  | { outcome: "as_sent"; asked: boolean }
  | { outcome: "fetched"; item: MeetingItem; fetchedAt: Date }
  /** No place in the rate budget for so many seconds. */
  | { outcome: "wait"; seconds: number };

/**
 * Which version of a recording an event leads to. Where it brings something new, or fills what is empty, that is the
 * event's own. Where it contradicts what is stored, Fathom is asked: a timestamp says when the event was sent (again),
 * not how old its body is, so it cannot tell a late event from a new version. When Fathom cannot tell either, the
 * later timestamp counts.
 * @throws FathomError when Fathom cannot be reached, as long as attempts are left
 */
export async function chooseVersion(
  deps: Deps,
  input: { event: ClaimedEvent; row: RecordingRow; settings: Settings },
): Promise<Version> {
  const { event, row, settings } = input;
  const asSent = { outcome: "as_sent", asked: false } as const;
  const stored = (await loadStored(deps, [row])).get(row.ledger.recording_id);
  // Where a later version could not be read, one that says what is stored may be older than that.
  if (!row.call || !stored || !(stored.faulty || contradicts(row.call.content, stored))) return asSent;
  const { apiKey, keyRefused } = settings;
  if (!apiKey || keyRefused || row.ledger.fathom_created_at === null || event.attempts >= MAX_ATTEMPTS)
    return asSent;
  try {
    const fetched = await fetchRecording(deps, apiKey, {
      recordingId: BigInt(row.ledger.recording_id),
      createdAt: new Date(row.ledger.fathom_created_at),
    });
    if (fetched.outcome === "absent") return { ...asSent, asked: true };
    return fetched.outcome === "found" ? { ...fetched, outcome: "fetched" } : fetched;
  } catch (error) {
    if (error instanceof FathomUnauthorizedError || error instanceof FathomForbiddenError)
      return { ...asSent, asked: true };
    throw error;
  }
}

/** Pure: something is there on both sides, and differs. */
function contradicts(call: CallContent, stored: StoredCall): boolean {
  const differs = (seen: string | null, kept: string | null) =>
    seen !== null && kept !== null && seen !== kept;
  return (
    call.details_hash !== stored.details_hash ||
    differs(call.summary_hash, stored.summary_hash) ||
    differs(call.action_items_hash, stored.action_items_hash) ||
    differs(call.transcript_hash, stored.transcript_hash)
  );
}
