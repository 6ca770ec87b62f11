import type { SandboxMember, SandboxRecording, SandboxTeam, SandboxWorld } from "./world";

/** What the world holds of itself at a moment, and until when that answer stays the same. */
export type WorldSource = (now: Date) => { recordings: readonly SandboxRecording[]; validUntil: number };

/**
 * A world with these recordings, of which those are visible whose `createdAt` has passed.
 *
 * @param input.teams default none
 * @param input.members default none
 */
export function createWorld(input: {
  recordings: SandboxRecording[];
  teams?: SandboxTeam[];
  members?: SandboxMember[];
}): SandboxWorld {
  const source = { recordings: input.recordings, validUntil: Number.POSITIVE_INFINITY };
  return createWorldFrom(() => source, input);
}

/** The same for recordings that are made as time passes. Added, edited and removed ones lie over the source. */
export function createWorldFrom(
  source: WorldSource,
  { teams = [], members = [] }: { teams?: SandboxTeam[]; members?: SandboxMember[] },
): SandboxWorld {
  const changed = new Map<bigint, SandboxRecording | null>();
  let listed: { recordings: readonly SandboxRecording[]; from: number; until: number } | null = null;

  function list(now: Date): readonly SandboxRecording[] {
    const time = now.getTime();
    if (listed && time >= listed.from && time < listed.until) return listed.recordings;
    const { recordings, validUntil } = source(now);
    const held = recordings.filter((recording) => !changed.has(recording.recordingId));
    for (const recording of changed.values()) if (recording) held.push(recording);
    const visible: SandboxRecording[] = [];
    let until = validUntil;
    for (const recording of held) {
      const created = recording.createdAt.getTime();
      if (created <= time) visible.push(recording);
      else until = Math.min(until, created);
    }
    visible.sort(newestFirst);
    listed = { recordings: visible, from: time, until };
    return visible;
  }

  return {
    teams,
    members,
    list,
    find: (recordingId, now) => list(now).find((recording) => recording.recordingId === recordingId) ?? null,
    put: (recording) => {
      changed.set(recording.recordingId, recording);
      listed = null;
    },
    remove: (recordingId) => {
      changed.set(recordingId, null);
      listed = null;
    },
  };
}

type Place = Pick<SandboxRecording, "startedAt" | "recordingId">;

/** Fathom's order: by start of the recording, newest first; the id settles ties. */
export function newestFirst(left: Place, right: Place): number {
  const byStart = right.startedAt.getTime() - left.startedAt.getTime();
  if (byStart !== 0) return byStart;
  return left.recordingId < right.recordingId ? 1 : -1;
}
