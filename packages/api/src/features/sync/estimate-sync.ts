import { z } from "zod";
import { FathomRateLimitedError } from "@koppeling/fathom/errors";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { hashApiKey } from "../settings/hash-api-key";
import { loadSettings, requireApiKey } from "../settings/load-settings";
import { extrapolate, planDuration } from "./extrapolate";
import { explainFathomError } from "../connections/explain-fathom-error";
import { loadBudget, takeSlot } from "../connections/rate-budget";

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
