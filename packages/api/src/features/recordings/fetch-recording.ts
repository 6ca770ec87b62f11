import { type MeetingItem } from "@koppeling/fathom/client";
import { FathomRateLimitedError } from "@koppeling/fathom/errors";
import { type Deps } from "../../deps";
import { spanAround } from "../../span-around";
import { hashApiKey } from "../settings/hash-api-key";
import { loadBlock, takeSlot, UNNAMED_WAIT_SECONDS } from "../connections/rate-budget";

/** So many recordings in one second is no team's week. */
const MAX_PAGES = 3;

export type FetchedRecording =
  | { outcome: "found"; item: MeetingItem; fetchedAt: Date }
  /** Fathom does not list it (any more). */
  | { outcome: "absent" }
  /** No place in the rate budget for so many seconds. */
  | { outcome: "wait"; seconds: number };

/**
 * Asks Fathom for one recording with all its content, in one heavy request: there is no endpoint for one meeting,
 * but the list can be narrowed down to the second in which it was made.
 * @throws FathomError, other than for too many requests
 */
export async function fetchRecording(
  deps: Deps,
  apiKey: string,
  wanted: { recordingId: bigint; createdAt: Date },
): Promise<FetchedRecording> {
  const keyHash = hashApiKey(deps, apiKey);
  const fathom = deps.fathom(apiKey);
  const span = spanAround(wanted.createdAt);
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const seconds = await takeSlot(deps, keyHash, "heavy");
    if (seconds > 0) return { outcome: "wait", seconds };
    try {
      const listed = await fathom.fetchMeetingPage({
        createdAfter: span.from,
        createdBefore: span.to,
        includeTranscript: true,
        includeSummary: true,
        includeActionItems: true,
        cursor,
      });
      const item = listed.items.find((candidate) => idOf(candidate) === wanted.recordingId);
      if (item) return { outcome: "found", item, fetchedAt: listed.fetchedAt };
      if (listed.nextCursor === null) return { outcome: "absent" };
      cursor = listed.nextCursor;
    } catch (error) {
      if (!(error instanceof FathomRateLimitedError)) throw error;
      const block = await loadBlock(deps, keyHash, "heavy");
      return { outcome: "wait", seconds: block?.seconds ?? UNNAMED_WAIT_SECONDS };
    }
  }
  return { outcome: "absent" };
}

const idOf = (item: MeetingItem) => (item.ok ? item.recording.recordingId : item.recordingId);
