import { type MeetingItem } from "@koppeling/fathom/client";
import { type Deps } from "../../deps";
import { type Matching } from "../matching/decide-recording";
import { type KnownCall, prepareRecordings, type RecordingRow } from "./prepare-recording";

/** Decides what Fathom shows by the rules and by what is a call here already, and shapes it for the writer. */
export async function decideItems(
  deps: Deps,
  items: readonly MeetingItem[],
  matching: Matching,
): Promise<RecordingRow[]> {
  return prepareRecordings(items, matching, await loadCalls(deps, items));
}

async function loadCalls(deps: Deps, items: readonly MeetingItem[]): Promise<Map<string, KnownCall>> {
  const ids = items.flatMap((item) => (item.ok ? [item.recording.recordingId.toString()] : []));
  if (ids.length === 0) return new Map();
  const { rows } = await deps.db.pool.query<KnownCall & { recordingId: string }>({
    name: "load-known-calls",
    // One by one by their index, as in store-recordings.ts.
    text: `SELECT c.* FROM unnest($1::bigint[]) AS wanted(id) CROSS JOIN LATERAL (
             SELECT recording_id::text AS "recordingId", sales_rep_id AS "salesRepId", matched_by AS "matchedBy",
               json_build_object('email', recorder_email, 'name', recorder_name, 'team', team) AS recorder
             FROM calls WHERE recording_id = wanted.id LIMIT 1
           ) c`,
    values: [ids],
  });
  return new Map(rows.map(({ recordingId, ...call }) => [recordingId, call]));
}
