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

export const CONTENT_ATTEMPTS = DELAYS.length;
/** The last question is asked again after so long when the process that asked it is gone. */
const LAST_ATTEMPT_LEASE = 10 * MINUTE;

/** Pure. @param attempt from 1; @returns seconds from this attempt to the next */
export const secondsAfterAttempt = (attempt: number): number => DELAYS[attempt] ?? LAST_ATTEMPT_LEASE;
