import { type MeetingItem } from "@koppeling/fathom/client";
import { parseJson } from "@koppeling/fathom/parse-json";
import { parseMeeting } from "@koppeling/fathom/parse-meeting";
import { createBulkWorld } from "@koppeling/sandbox/create-bulk-world";
import { renderMeeting } from "@koppeling/sandbox/render-meeting";
import { type SandboxWorld } from "@koppeling/sandbox/world";

export const BENCH_REPS = Array.from({ length: 12 }, (_, index) => ({
  name: `Rep ${index + 1}`,
  email: `rep${index + 1}@bench.example`,
}));

export const benchWorld = (count: number, transcriptLines = 80): SandboxWorld =>
  createBulkWorld({ count, seed: 42, reps: BENCH_REPS, transcriptLines });

/** Recordings as the client hands them over, with transcript and summary. */
export function createItems(count: number): MeetingItem[] {
  const world = benchWorld(count);
  // After the world: its last recording is as old as its making.
  const now = new Date();
  const include = { transcript: true, summary: true, actionItems: true, crmMatches: false };
  return world.list(now).map((recording) => parseMeeting(parseJson(renderMeeting(recording, include, now))));
}
