/** At night, and beside the schedules of others that like the full hour. */
export const RECONCILE_HOUR = 3;
export const RECONCILE_MINUTE = 17;

/**
 * Whether the nightly reconcile has yet to be done: the latest 03:17 UTC lies after the last one began. So a machine that
 * was off at night, or was busy with a long sync, catches up in the morning.
 */
export function isReconcileDue(now: Date, lastStartedAt: Date | null): boolean {
  const latest = new Date(now);
  latest.setUTCHours(RECONCILE_HOUR, RECONCILE_MINUTE, 0, 0);
  if (latest > now) latest.setUTCDate(latest.getUTCDate() - 1);
  return lastStartedAt === null || lastStartedAt < latest;
}
