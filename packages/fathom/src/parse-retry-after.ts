const MAX_SECONDS = 86_400;
const SECONDS = /^-?\d{1,18}(?:\.\d{1,6})?$/;
/** RFC 9110 section 5.6.7: the preferred form, and the two old ones that a recipient must read as well. */
const IMF_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC850_DATE = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date relative to `now`.
 *
 * @returns whole seconds, rounded up, from 0 to 86,400 (a negative wait is 0, one of more than a day is a day);
 * null when the header is absent or says something else
 */
export function parseRetryAfter(header: string | null | undefined, now: Date): number | null {
  const text = header?.trim() ?? "";
  if (SECONDS.test(text)) return clamp(Number(text));
  const time = parseHttpDate(text);
  return time === null ? null : clamp((time - now.getTime()) / 1000);
}

function parseHttpDate(text: string): number | null {
  // The shape is checked first because Date.parse also makes a date of texts such as "5 minutes".
  const zoned = ASCTIME_DATE.test(text) ? `${text} GMT` : text;
  if (zoned === text && !IMF_DATE.test(text) && !RFC850_DATE.test(text)) return null;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? null : time;
}

function clamp(seconds: number): number {
  return Math.min(MAX_SECONDS, Math.max(0, Math.ceil(seconds)));
}
