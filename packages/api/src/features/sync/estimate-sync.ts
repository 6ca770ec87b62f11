import { FathomRateLimitedError } from "@koppeling/fathom/errors";
import { z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { explainFathomError } from "../connections/explain-fathom-error";
import { type Budget, loadBudget, takeSlot } from "../connections/rate-budget";
import { hashApiKey } from "../settings/hash-api-key";
import { loadSettings, requireApiKey } from "../settings/load-settings";

export const estimateSchema = z.object({
  /** Heavy requests that the walk takes. */
  pages: z.number().int(),
  recordings: z.number().int(),
  /** How long it takes at the present rate budget, with nothing else asking Fathom. */
  seconds: z.number().int(),
  /** Counted to the end, not estimated. */
  exact: z.boolean(),
});

/** An estimate that itself takes minutes is none. */
const MAX_PAGES = 5;

/**
 * Says what a sync of a window would take, without importing anything. Fathom tells no count: at most five light pages are
 * read. When the list ends within them the answer is exact; else it is what their pace over time comes to, and at least
 * what the ledger holds of that window.
 * @param salesRepId of one sales rep alone
 * @throws AppError `not_found`, those of {@link requireApiKey} and {@link explainFathomError}
 */
export async function estimateSync(
  deps: Deps,
  window: { from: Date; to: Date },
  salesRepId?: string,
): Promise<z.infer<typeof estimateSchema>> {
  const apiKey = requireApiKey(await loadSettings(deps));
  const [sample, inLedger] = await Promise.all([
    samplePages(deps, apiKey, window, salesRepId ? await loadAddresses(deps, salesRepId) : []),
    countInLedger(deps, window, salesRepId),
  ]);
  const found = extrapolate(sample, window, inLedger);
  const budget = await loadBudget(deps, hashApiKey(deps, apiKey), "heavy");
  return { ...found, seconds: planDuration(found.pages, budget, sample.secondsPerPage) };
}

export type Sample = {
  recordings: number;
  pages: number;
  /** The list ended within these pages. */
  complete: boolean;
  /** The start of the oldest recording among them. */
  oldest: Date | null;
  secondsPerPage: number;
};

async function samplePages(
  deps: Deps,
  apiKey: string,
  window: { from: Date; to: Date },
  recordedBy: string[],
): Promise<Sample> {
  const fathom = deps.fathom(apiKey);
  const ids = new Set<bigint>();
  const began = performance.now();
  let pages = 0;
  let cursor: string | null = null;
  let oldest: Date | null = null;
  const sample = (complete: boolean): Sample => ({
    recordings: ids.size,
    pages,
    complete,
    oldest,
    secondsPerPage: pages === 0 ? 0 : (performance.now() - began) / 1000 / pages,
  });
  try {
    while (pages < MAX_PAGES) {
      // A budget that is used up leaves the estimate with what it has.
      if ((await takeSlot(deps, hashApiKey(deps, apiKey), "light")) > 0) return sample(false);
      const page = await fathom.fetchMeetingPage({
        createdAfter: window.from,
        createdBefore: window.to,
        recordedBy,
        cursor,
      });
      pages++;
      for (const item of page.items) {
        if (!item.ok) continue;
        ids.add(item.recording.recordingId);
        if (!oldest || item.recording.startedAt < oldest) oldest = item.recording.startedAt;
      }
      if (page.nextCursor === null) return sample(true);
      cursor = page.nextCursor;
    }
  } catch (error) {
    if (error instanceof FathomRateLimitedError) return sample(false);
    throw explainFathomError(error);
  }
  return sample(false);
}

async function loadAddresses(deps: Deps, salesRepId: string): Promise<string[]> {
  const rep = await deps.db.prisma.salesRep.findUnique({
    where: { id: salesRepId },
    select: { email: true, aliases: { select: { email: true } } },
  });
  if (!rep) throw new AppError("not_found");
  return [rep.email, ...rep.aliases.map(({ email }) => email)];
}

async function countInLedger(
  deps: Deps,
  window: { from: Date; to: Date },
  salesRepId?: string,
): Promise<number> {
  return await deps.db.prisma.recording.count({
    where: {
      fathomCreatedAt: { gte: window.from, lte: window.to },
      notSeenSince: null,
      ...(salesRepId ? { salesRepId } : {}),
    },
  });
}

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
