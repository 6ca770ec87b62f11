import { type Sample } from "./estimate-sync";
import { type Budget } from "../connections/rate-budget";

/** Fathom's pages hold ten, whatever is asked. */
const PAGE_SIZE = 10;

/**
 * From the newest pages of a window to all of it. Pure. The list is ordered newest first, so the pages that were read
 * cover the time from its end back to the oldest recording in them.
 */
export function extrapolate(
  sample: Pick<Sample, "recordings" | "pages" | "complete" | "oldest">,
  window: { from: Date; to: Date },
  inLedger: number,
): { pages: number; recordings: number; exact: boolean } {
  if (sample.complete) {
    return { pages: Math.max(1, sample.pages), recordings: sample.recordings, exact: true };
  }
  const whole = window.to.getTime() - window.from.getTime();
  const covered = sample.oldest ? window.to.getTime() - sample.oldest.getTime() : 0;
  const byPace =
    covered > 0 && covered < whole
      ? Math.round((sample.recordings * whole) / covered)
      : sample.recordings + 1;
  const recordings = Math.max(byPace, inLedger, sample.recordings);
  return { pages: Math.max(1, Math.ceil(recordings / PAGE_SIZE), sample.pages), recordings, exact: false };
}

/**
 * Whole seconds that so many requests take: some at once, as far as the budget has room, and then as it allows.
 * @param secondsPerPage how long a request took, which bounds it where nothing is paced
 */
export function planDuration(pages: number, budget: Budget | null, secondsPerPage: number): number {
  const working = pages * secondsPerPage;
  if (!budget) return Math.ceil(working);
  const waiting = Math.max(0, pages - budget.free) / budget.perSecond;
  return Math.ceil(Math.max(working, budget.blockedSeconds + waiting));
}
