import { isTransientDatabaseError } from "@koppeling/db/is-transient-database-error";
import { type MeetingItem } from "@koppeling/fathom/client";
import { parseJson } from "@koppeling/fathom/parse-json";
import { parseMeeting } from "@koppeling/fathom/parse-meeting";
import { type Deps } from "../../deps";
import { hideValues } from "../../hide-values";
import { loadMatching } from "../matching/load-matching";
import { decideItems } from "../recordings/decide-items";
import { type RecordingRow } from "../recordings/prepare-recording";
import { storeOne } from "../recordings/store-recordings";
import { loadSettings, type Settings } from "../settings/load-settings";
import { chooseVersion } from "./choose-version";
import { backOff, type ClaimedEvent, claimEvent, finishEvent, parkEvent, postponeEvent } from "./event-store";
import { MAX_ATTEMPTS, SELF_TEST_PREFIX } from "./webhook-outcome";

export type ProcessedState = "processed" | "parked" | "later" | "nothing to do";

/**
 * Brings a stored delivery to where a page of a sync would bring it: one decision, the ledger, the call. Safe to
 * repeat. What cannot be read is parked; what fails is tried again by the sweeper, and parked after five attempts.
 * @throws what the database throws when it is away, so that not even the failure could be noted
 */
export async function processWebhook(deps: Deps, webhookId: string): Promise<ProcessedState> {
  const event = await claimEvent(deps, webhookId);
  if (!event) return "nothing to do";
  try {
    if (event.attempts > MAX_ATTEMPTS) {
      throw new Error("the process ended each time that it worked on this event");
    }
    return await handleEvent(deps, event);
  } catch (error) {
    const detail = error instanceof Error ? `${error.name}: ${hideValues(error)}` : "unknown";
    deps.log.warn(
      { webhookId, attempts: event.attempts, err: error },
      "a webhook event could not be processed",
    );
    return await postponeEvent(deps, event, {
      seconds: backOff(deps, event.attempts),
      countsAsAttempt: !isTransientDatabaseError(error),
      error: detail,
    });
  }
}

async function handleEvent(deps: Deps, event: ClaimedEvent): Promise<ProcessedState> {
  const { webhookId } = event;
  const read = readMeeting(event.body);
  if (!read.ok) {
    await parkEvent(deps, webhookId, { error: read.issue, outcome: "unreadable", recordingId: null });
    return "parked";
  }
  const settings = await loadSettings(deps);
  const row = await decide(deps, read.item, settings);
  if (webhookId.startsWith(SELF_TEST_PREFIX)) {
    const outcome = row.ledger.decision === "imported" ? "self_test_matched" : "self_test_not_matched";
    await finishEvent(deps, webhookId, { outcome, recordingId: null, keepBody: false });
    return "processed";
  }

  const version = await chooseVersion(deps, { event, row, settings });
  if (version.outcome === "wait") {
    return await postponeEvent(deps, event, { ...version, countsAsAttempt: false, error: null });
  }
  const stored =
    version.outcome === "as_sent"
      ? await storeOne(deps, row, event.sentAt)
      : await storeOne(deps, await decide(deps, version.item), version.fetchedAt);
  const recordingId = BigInt(stored.recordingId);
  if (stored.outcome === "error") {
    const error = stored.errorMessage ?? "the recording could not be stored";
    await parkEvent(deps, webhookId, { error, outcome: stored.reason ?? "not_stored", recordingId });
    return "parked";
  }
  const outcome = stored.outcome === "skipped" ? (stored.reason ?? "unchanged") : stored.outcome;
  await finishEvent(deps, webhookId, {
    outcome,
    recordingId,
    // Of what is a call here: one that was undone at this moment is somebody else's conversation again.
    keepBody: outcome === "imported" || outcome === "updated" || outcome === "unchanged",
  });
  return "processed";
}

/** An item with an id but without the rest is still a recording that Fathom showed: it goes on, to the ledger. */
function readMeeting(body: Buffer | null): { ok: true; item: MeetingItem } | { ok: false; issue: string } {
  if (body === null) return { ok: false, issue: "the body was pruned" };
  let raw: unknown;
  try {
    raw = parseJson(new TextDecoder().decode(body));
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, issue: "the body is not JSON" };
    throw error;
  }
  const item = parseMeeting(raw);
  return item.ok || item.recordingId !== null ? { ok: true, item } : { ok: false, issue: item.issue };
}

/** By the rules of now: those of before a question to Fathom may have been replaced meanwhile. */
async function decide(deps: Deps, item: MeetingItem, settings?: Settings): Promise<RecordingRow> {
  const [row] = await decideItems(
    deps,
    [item],
    await loadMatching(deps, settings ?? (await loadSettings(deps))),
  );
  if (!row) throw new Error("an item without a row");
  return row;
}
