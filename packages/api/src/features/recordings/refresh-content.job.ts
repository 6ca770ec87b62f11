import { FathomError } from "@koppeling/fathom/errors";
import { type Deps } from "../../deps";
import { defineJob } from "../../job";
import { loadMatching } from "../matching/load-matching";
import { loadSettings } from "../settings/load-settings";
import { decideItems } from "./decide-items";
import { fetchRecording } from "./fetch-recording";
import { storeOne } from "./store-recordings";

/** Brings transcripts and summaries that Fathom had not written yet when it first showed the call. */
export const refreshContentJob = defineJob({
  id: "refresh-content",
  triggers: () => [],
  retries: 1,
  isDue: (deps) => isContentDue(deps),
  handler: ({ step, deps, isStopping }) =>
    step.run("refresh-content", () => refreshContent(deps, isStopping)),
});

/** Of the 30 heavy requests that Fathom allows in a minute, so that a sync under way keeps most of them. */
const CALLS_PER_TURN = 5;
/** Fathom is away or refuses the key: no call's fault, and no attempt of it. */
const PAUSE_SECONDS = 120;

/** `failed`: Fathom's answer could not be read; the attempt counts. */
type Asked = "filled" | "still_awaited" | "failed" | "pause";

/**
 * Asks Fathom again for calls that came without transcript or summary, the longest due first, a few in a turn. What
 * it answers goes through the one writer, details and action items included. After the last attempt the call is given
 * up, which shows, and ends nothing: a sync or webhook that has the content still fills it.
 */
export async function refreshContent(
  deps: Deps,
  isStopping: () => boolean = () => false,
): Promise<{ asked: number; filled: number }> {
  const turn = { asked: 0, filled: 0 };
  const { apiKey, keyRefused } = await loadSettings(deps);
  if (!apiKey || keyRefused) return turn;
  while (turn.asked < CALLS_PER_TURN && !isStopping()) {
    const call = await claimDueCall(deps);
    if (!call) break;
    const asked = await askAgain(deps, { apiKey, call });
    if (asked === "pause") break;
    turn.asked += 1;
    if (asked === "filled") turn.filled += 1;
  }
  return turn;
}

async function isContentDue(deps: Deps): Promise<boolean> {
  const { apiKey, keyRefused } = await loadSettings(deps);
  if (!apiKey || keyRefused) return false;
  const due = await deps.db.prisma.callContent.findFirst({
    where: { state: "awaited", nextAt: { lte: deps.clock.now() } },
    select: { recordingId: true },
  });
  return due !== null;
}

type DueCall = { recordingId: bigint; createdAt: Date | null; attempt: number };

/** Moves the call to its next date before Fathom is asked, so that two processes never ask the same. */
async function claimDueCall(deps: Deps): Promise<DueCall | null> {
  const { rows } = await deps.db.pool.query<{
    recording_id: string;
    attempts: number;
    created_at: Date | null;
  }>({
    name: "claim-due-content",
    text: `UPDATE call_content q SET attempts = least(attempts + 1, $2),
             next_at = $1::timestamptz + make_interval(secs => ($3::int[])[least(attempts + 1, $2)])
           FROM calls c
           WHERE c.recording_id = q.recording_id AND q.recording_id = (
             SELECT recording_id FROM call_content WHERE state = 'awaited' AND next_at <= $1
             ORDER BY next_at, recording_id LIMIT 1 FOR UPDATE SKIP LOCKED)
           RETURNING q.recording_id::text, q.attempts, c.fathom_created_at AS created_at`,
    values: [
      deps.clock.now(),
      CONTENT_ATTEMPTS,
      Array.from({ length: CONTENT_ATTEMPTS }, (_, index) => secondsAfterAttempt(index + 1)),
    ],
  });
  const row = rows[0];
  return row
    ? { recordingId: BigInt(row.recording_id), createdAt: row.created_at, attempt: row.attempts }
    : null;
}

async function askAgain(deps: Deps, input: { apiKey: string; call: DueCall }): Promise<Asked> {
  const { call } = input;
  const asked = await fetchAndStore(deps, input);
  if (asked !== "pause") await giveUpAfterLast(deps, call);
  return asked;
}

async function fetchAndStore(deps: Deps, input: { apiKey: string; call: DueCall }): Promise<Asked> {
  const { apiKey, call } = input;
  // Without the time at which it was made Fathom cannot be asked for one recording alone.
  if (!call.createdAt) return "still_awaited";
  try {
    const fetched = await fetchRecording(deps, apiKey, { ...call, createdAt: call.createdAt });
    if (fetched.outcome === "wait") {
      await putBack(deps, call, fetched.seconds);
      return "pause";
    }
    if (fetched.outcome === "absent") return "still_awaited";
    const matching = await loadMatching(deps, await loadSettings(deps));
    const [row] = await decideItems(deps, [fetched.item], matching);
    // It may have stopped being a call meanwhile, and then be nobody's.
    if (row?.call) await storeOne(deps, row, fetched.fetchedAt);
    return row?.call?.content.summary_hash && row.call.content.transcript_hash ? "filled" : "still_awaited";
  } catch (error) {
    if (!(error instanceof FathomError)) throw error;
    deps.log.warn({ recordingId: call.recordingId.toString(), err: error }, "content could not be asked for");
    if (error.code === "bad_response" || error.code === "bad_request") return "failed";
    await putBack(deps, call, PAUSE_SECONDS);
    return "pause";
  }
}

async function putBack(deps: Deps, call: DueCall, seconds: number): Promise<void> {
  await deps.db.pool.query(
    `UPDATE call_content SET attempts = greatest(0, attempts - 1), next_at = $2
     WHERE recording_id = $1 AND state = 'awaited'`,
    [call.recordingId.toString(), new Date(deps.clock.now().getTime() + seconds * 1000)],
  );
}

async function giveUpAfterLast(deps: Deps, call: DueCall): Promise<void> {
  if (call.attempt < CONTENT_ATTEMPTS) return;
  await deps.db.pool.query(
    `UPDATE call_content SET state = 'given_up', next_at = NULL WHERE recording_id = $1 AND state = 'awaited'`,
    [call.recordingId.toString()],
  );
}

const MINUTE = 60;
const HOUR = 3_600;

/**
 * Seconds before each time that Fathom is asked for content that was not there yet: it comes 2 to 10 minutes after a
 * call as a rule, and hours later when Fathom is busy. The writer adds the first one (see store-recordings.sql.ts).
 */
const DELAYS = [
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  HOUR,
  3 * HOUR,
  8 * HOUR,
  24 * HOUR,
] as const;

const CONTENT_ATTEMPTS = DELAYS.length;
/** The last question is asked again after so long when the process that asked it is gone. */
const LAST_ATTEMPT_LEASE = 10 * MINUTE;

/** Pure. @param attempt from 1; @returns seconds from this attempt to the next */
const secondsAfterAttempt = (attempt: number): number => DELAYS[attempt] ?? LAST_ATTEMPT_LEASE;
