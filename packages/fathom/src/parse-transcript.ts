import { cleanText } from "./clean-text";
import type { TranscriptLine } from "./schemas";

const MAX_NAME = 300;
const MAX_EMAIL = 320;
const CLOCK = /^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?$/;

/**
 * Normalizes a transcript as Fathom gives it. Lines without text are dropped, an odd speaker becomes "", an odd time
 * null. By hand instead of with zod: a backfill of 10,000 recordings has some two million lines, and one schema run
 * for each line costs several times as much as all the rest of the parsing.
 *
 * @returns null when there is no transcript, which an empty one is too: Fathom fills it some minutes after the call
 */
export function parseTranscript(raw: unknown): TranscriptLine[] | null {
  if (!Array.isArray(raw)) return null;
  const lines: TranscriptLine[] = [];
  for (const entry of raw as unknown[]) {
    const line = parseLine(entry);
    if (line) lines.push(line);
  }
  return lines.length === 0 ? null : lines;
}

function parseLine(entry: unknown): TranscriptLine | null {
  if (!isObject(entry) || typeof entry.text !== "string") return null;
  const text = cleanText(entry.text).trim();
  if (text === "") return null;
  const speaker = isObject(entry.speaker) ? entry.speaker : {};
  return {
    speaker: shortText(speaker.display_name, MAX_NAME),
    email: shortText(speaker.matched_calendar_invitee_email, MAX_EMAIL) || null,
    text,
    seconds: parseClock(entry.timestamp),
  };
}

function shortText(value: unknown, maxLength: number): string {
  return typeof value === "string" ? cleanText(value, maxLength).trim() : "";
}

function parseClock(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? Math.floor(value) : null;
  const match = typeof value === "string" ? CLOCK.exec(value.trim()) : null;
  return match ? Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3]) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
