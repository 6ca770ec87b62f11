/** Fathom ends a recording long before; the database has the same rule for whatever is written to it. */
export const MAX_DURATION_SECONDS = 86_400;

/**
 * How long a call took, in whole seconds.
 * @returns null when its end is not known, or lies before its start or more than a day after it, which is a fault of
 * the recording's times
 */
export function readDuration(startedAt: Date, endedAt: Date | null): number | null {
  if (endedAt === null) return null;
  const seconds = Math.round((endedAt.getTime() - startedAt.getTime()) / 1000);
  return seconds >= 0 && seconds <= MAX_DURATION_SECONDS ? seconds : null;
}
