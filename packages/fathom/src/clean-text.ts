import { normalizeText } from "./normalize-text";

/** Anything outside this range may be NUL, a surrogate or a character that NFC changes; below U+0300 nothing is. */
const NEEDS_WORK = /[\0\u0300-\uffff]/;
const NUL = /\0/g;
/** With the `u` flag a well-formed pair is one character, so this finds lone surrogates only. */
const LONE_SURROGATE = /[\ud800-\udfff]/gu;
const MAX_DEPTH = 40;

/**
 * Makes a string that came from outside fit for PostgreSQL: NUL removed, lone surrogates replaced by U+FFFD,
 * normalized to NFC (requirement S24), with at most 30 marks in a row. Plain text comes back as it is, without being copied.
 *
 * @param maxLength cut to this many UTF-16 units, never through the middle of a surrogate pair
 */
export function cleanText(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const clean = NEEDS_WORK.test(text)
    ? normalizeText(text.replace(NUL, "").replace(LONE_SURROGATE, "\ufffd"), "NFC")
    : text;
  if (clean.length <= maxLength) return clean;
  const last = clean.charCodeAt(maxLength - 1);
  const cutsPair = last >= 0xd800 && last <= 0xdbff;
  return clean.slice(0, cutsPair ? maxLength - 1 : maxLength);
}

/**
 * The same for every string and key in a parsed JSON value, so that it can be kept as `jsonb`. What is nested
 * deeper than 40 levels becomes null: no meeting is, and recursion has to end somewhere.
 */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((entry) => cleanJson(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [cleanText(key), cleanJson(entry, depth + 1)]),
  );
}
