import { Cron } from "croner";

/** So many moments of the schedule may pass without a success: one run may have failed, and one be under way. */
const MISSED_ALLOWED = 2;

/**
 * Whether the last success is older than twice the schedule. Pure.
 * @param input.lastSuccessAt when the last complete sync ended; before a first one, since when there could have been one
 * @param input.syncCron in UTC
 */
export function isSyncLate(input: { lastSuccessAt: Date; syncCron: string; now: Date }): boolean {
  const schedule = new Cron(input.syncCron, { timezone: "UTC", paused: true });
  const due = schedule.previousRuns(MISSED_ALLOWED + 1, input.now).at(-1);
  return due !== undefined && input.lastSuccessAt < due;
}
