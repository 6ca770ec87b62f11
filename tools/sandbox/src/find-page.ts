import { parseInstant } from "@koppeling/fathom/parse-instant";
import { newestFirst } from "./create-world";
import { hashText } from "./random";
import type { SandboxRecording, SandboxWorld } from "./world";

export const PAGE_SIZE = 10;

/** Where a page starts: behind the recording with this start and id, or (null) at the beginning. */
type Position = { startedAt: number; recordingId: bigint } | null;
export type Page = {
  recordings: readonly SandboxRecording[];
  nextCursor: string | null;
  /** A cursor that differs from all others, and leads to this very page. For the faults. */
  sameCursor: () => string;
  /** Whether it was asked for with such a cursor. */
  isRepeat: boolean;
};
export type PageRefusal = { refused: string };

let cursorCount = 0;

/**
 * Answers one page of GET /meetings as Fathom does: pages of 10 (`limit` does nothing), newest first by start of the
 * recording, filters on `created_at`, both bounds exclusive. A cursor belongs to its filters.
 */
export function createPageFinder(
  world: SandboxWorld,
): (query: URLSearchParams, now: Date) => Page | PageRefusal {
  // One walk asks the same question a hundred times; filtering 100,000 recordings once is enough.
  const cache = new Map<string, { of: readonly SandboxRecording[]; filtered: readonly SandboxRecording[] }>();

  function filterOnce(
    key: string,
    filters: Filters,
    all: readonly SandboxRecording[],
  ): readonly SandboxRecording[] {
    const known = cache.get(key);
    if (known && known.of === all) return known.filtered;
    const filtered = all.filter((recording) => matches(recording, filters));
    if (cache.size > 8) cache.clear();
    cache.set(key, { of: all, filtered });
    return filtered;
  }

  return (query, now) => {
    const filters = readFilters(query);
    if ("refused" in filters) return filters;
    const key = filterKey(query);
    const given = query.get("cursor");
    const cursor = given ? readCursor(given, key) : { position: null, isRepeat: false };
    if (cursor === null) return { refused: "cursor is not valid for this list" };
    const { position } = cursor;
    const filtered = filterOnce(key, filters, world.list(now));
    const start = position === null ? 0 : firstBehind(filtered, position);
    const recordings = filtered.slice(start, start + PAGE_SIZE);
    const last = recordings.at(-1);
    const hasMore = start + PAGE_SIZE < filtered.length && last !== undefined;
    return {
      recordings,
      nextCursor: hasMore ? writeCursor(key, toPosition(last), 0) : null,
      isRepeat: cursor.isRepeat,
      sameCursor: () => {
        cursorCount += 1;
        return writeCursor(key, position, cursorCount);
      },
    };
  };
}

type Filters = {
  createdAfter: number;
  createdBefore: number;
  recordedBy: string[];
  teams: string[];
  domains: string[];
  domainsType: string;
  meetingType: string | null;
};

function readFilters(query: URLSearchParams): Filters | PageRefusal {
  const bound = (name: string, fallback: number): number | null =>
    query.has(name) ? (parseInstant(query.get(name))?.getTime() ?? null) : fallback;
  const createdAfter = bound("created_after", Number.NEGATIVE_INFINITY);
  const createdBefore = bound("created_before", Number.POSITIVE_INFINITY);
  if (createdAfter === null) return { refused: "created_after is not a date" };
  if (createdBefore === null) return { refused: "created_before is not a date" };
  const domainsType = query.get("calendar_invitees_domains_type") ?? "all";
  if (!["all", "only_internal", "one_or_more_external"].includes(domainsType)) {
    return { refused: "calendar_invitees_domains_type is unknown" };
  }
  const lower = (name: string) => query.getAll(name).map((value) => value.trim().toLowerCase());
  return {
    createdAfter,
    createdBefore,
    recordedBy: lower("recorded_by[]"),
    teams: query.getAll("teams[]"),
    domains: lower("calendar_invitees_domains[]"),
    domainsType,
    meetingType: query.get("meeting_type"),
  };
}

function matches(recording: SandboxRecording, filters: Filters): boolean {
  // To the second, like the created_at that is shown: a client that asks "after this one" must not get it again.
  const created = Math.floor(recording.createdAt.getTime() / 1000) * 1000;
  if (created <= filters.createdAfter || created >= filters.createdBefore) return false;
  const { email, team } = recording.recordedBy;
  if (filters.recordedBy.length > 0 && !filters.recordedBy.includes(email.toLowerCase())) return false;
  if (filters.teams.length > 0 && (team === null || !filters.teams.includes(team))) return false;
  const domains = recording.invitees.map((person) => person.email?.split("@")[1]?.toLowerCase() ?? "");
  if (filters.domains.length > 0 && !filters.domains.some((domain) => domains.includes(domain))) return false;
  // No recording here has a meeting type, and a name that none has gives an empty list.
  if (filters.meetingType !== null) return false;
  if (filters.domainsType === "all") return true;
  const isExternal = recording.invitees.some((person) => person.isExternal);
  return isExternal === (filters.domainsType === "one_or_more_external");
}

function filterKey(query: URLSearchParams): string {
  const parts = [...query].filter(
    ([name]) => name !== "cursor" && name !== "limit" && !name.startsWith("include_"),
  );
  return hashText(JSON.stringify(parts.sort())).toString(36);
}

function toPosition(recording: SandboxRecording): Position {
  return { startedAt: recording.startedAt.getTime(), recordingId: recording.recordingId };
}

function writeCursor(key: string, position: Position, count: number): string {
  const place = position === null ? "-" : `${position.startedAt}.${position.recordingId}`;
  return Buffer.from(`${key}:${place}:${count}`).toString("base64url");
}

/** Null when the text is no cursor, or one of another list. */
function readCursor(text: string, key: string): { position: Position; isRepeat: boolean } | null {
  const plain = Buffer.from(text, "base64url").toString("latin1");
  const match = /^(\w+):(?:-|(\d{1,15})\.(\d{1,19})):(\d+)$/.exec(plain);
  if (match?.[1] !== key) return null;
  const [, , startedAt, recordingId, count] = match;
  const isRepeat = count !== "0";
  if (startedAt === undefined || recordingId === undefined) return { position: null, isRepeat };
  return { position: { startedAt: Number(startedAt), recordingId: BigInt(recordingId) }, isRepeat };
}

function firstBehind(sorted: readonly SandboxRecording[], position: NonNullable<Position>): number {
  const place = { startedAt: new Date(position.startedAt), recordingId: position.recordingId };
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const recording = sorted[middle];
    const isBefore =
      recording !== undefined &&
      (recording.recordingId === position.recordingId || newestFirst(recording, place) < 0);
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}
