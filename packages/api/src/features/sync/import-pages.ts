import { type Deps } from "../../deps";
import { GiveUp, RetryAfter } from "../../job";
import { hashAccount } from "../settings/hash-account";
import { hashApiKey } from "../settings/hash-api-key";
import { loadSettings, requireApiKey } from "../settings/load-settings";
import { recordConnection } from "../connections/record-connection";
import { nextWatermark } from "./choose-window";
import { classifyFailure } from "../connections/classify-failure";
import { type Watermark } from "./finish-sync";
import { importPage, requestClassOf, type WalkPlan } from "./import-page";
import { toMatching } from "../matching/load-matching";
import { boundWait, loadBlock } from "../connections/rate-budget";
import { type FailureCode } from "../../reasons";
import { changeRun, type Lease } from "../runs/run-transitions";
import { loadRunState, type RunState } from "./load-run-state";

/** A step imports for so long, so that a large backfill has few steps and stays far from any limit. */
const STEP_BUDGET_MS = 20_000;
/** And so many pages at most, so that a fast one too has steps from which it can be run again. */
const STEP_PAGES = 20;
/** Shorter waits are sat out; longer ones are the engine's. */
const MAX_WAIT_IN_STEP_SECONDS = 2;
/**
 * So many times in a row Fathom may say "too many requests" before a run gives up: with waits that double to a quarter of
 * an hour that is an hour or two. The schedule tries again later.
 */
const MAX_REFUSALS = 12;
/** A cursor that lapses again and again is no accident. */
const MAX_RESTARTS = 3;

export type PagesResult =
  /** `walked`: this walk is complete, and the run may have another one to do. */
  | { state: "walked" | "cancelled" | "stopped" | "lost"; page: number }
  /** `watermark`: where it moves with the end of the run; null when it stays. */
  | { state: "complete"; page: number; watermark: Watermark | null }
  | { state: "more"; page: number }
  | { state: "wait"; page: number; seconds: number };

/**
 * Imports pages of a run until its walk is complete, it is cancelled, it must wait, or the step's time is up.
 * The run's row says where it stands, so that doing this twice is the same as once.
 * @param attempt of this step, from 0: waits double with it
 * @throws RetryAfter, GiveUp
 */
export async function importPages(
  deps: Deps,
  lease: Lease,
  attempt: number,
  { reconcile, isStopping = () => false }: { reconcile: WalkPlan; isStopping?: () => boolean },
): Promise<PagesResult> {
  const until = deps.clock.now().getTime() + STEP_BUDGET_MS;
  let run: RunState | null = null;
  let apiKey: string | null = null;
  let firstPage = 0;
  try {
    const opened = await loadRunState(deps, lease);
    if (!opened) return { state: "lost", page: 0 };
    run = opened.run;
    firstPage = run.page;
    const settings = await loadSettings(deps, opened.settingsVersion);
    apiKey = requireApiKey(settings);
    const matching = toMatching(opened.reps, settings);

    while (!run.walk.complete) {
      if (run.cancelRequested) return { state: "cancelled", page: run.page };
      if (isStopping()) return { state: "stopped", page: run.page };
      if (deps.clock.now().getTime() >= until || run.page - firstPage >= STEP_PAGES)
        return { state: "more", page: run.page };
      const imported = await importPage(deps, run, { lease, apiKey }, matching, reconcile);
      if (imported.outcome === "lost") return { state: "lost", page: run.page };
      if (imported.outcome === "stored") {
        run = imported.run;
      } else if (imported.seconds <= MAX_WAIT_IN_STEP_SECONDS) {
        await deps.clock.sleep(imported.seconds * 1000);
      } else {
        await changeRun(deps.db.pool, "wait", { ...lease, seconds: imported.seconds });
        return await waitUnlessStopped(deps, lease, run.page, imported.seconds);
      }
    }
    // Fathom has just answered: the key works.
    if (run.page > firstPage && !settings.keyAccepted) await noteAnswer(deps, apiKey, null);
    if (run.reconciling) return { state: "walked", page: run.page };
    const moved = opened.movesWatermark ? findMove(settings.watermark, run) : null;
    const watermark = moved && { at: moved.toISOString(), account: hashAccount(deps, apiKey) };
    return { state: "complete", page: run.page, watermark };
  } catch (error) {
    const progressed = run !== null && run.page > firstPage;
    return await settleFailure(deps, { lease, run, apiKey, progressed }, error, attempt);
  }
}

/** @returns null when the watermark stays where it is */
function findMove(watermark: Date | null, run: RunState): Date | null {
  const next = nextWatermark(watermark, { from: run.windowFrom, to: run.windowTo });
  return next?.getTime() === watermark?.getTime() ? null : next;
}

/**
 * Turns a failure into a wait, another attempt or the end, and notes the reason on the run before it is lost in the engine.
 * Attempts are those of one page: where pages were stored since the step began, Fathom works well enough to go on.
 */
async function settleFailure(
  deps: Deps,
  context: {
    lease: Lease;
    run: RunState | null;
    apiKey: string | null;
    progressed: boolean;
  },
  error: unknown,
  attempt: number,
): Promise<PagesResult> {
  const { lease, run, apiKey, progressed } = context;
  const page = run?.page ?? 0;
  let failure = classifyFailure(error, { hasCursor: run?.walk.cursor != null });
  if (failure.action === "restart_walk") {
    if (run && run.restarts < MAX_RESTARTS) {
      await changeRun(deps.db.pool, "restartWalk", lease);
      return { state: "more", page: run.page };
    }
    failure = { ...failure, action: "person" };
  }
  const isRefused = failure.code === "unauthorized" || failure.code === "forbidden";
  // Replaced while this step went on with it: the next step asks with the other one.
  if (isRefused && apiKey !== null && !(await isInUse(deps, apiKey))) return { state: "more", page };
  deps.log.warn(
    {
      runId: lease.runId,
      page: run?.page,
      attempt,
      code: failure.code,
      action: failure.action,
      detail: failure.detail,
    },
    "a page could not be imported",
  );

  const backOff = deps.config.retryBaseSeconds * 2 ** (progressed ? 0 : attempt);
  // The budget has accounted for a refusal, of this run or another, and knows how long to believe it. Fathom being away
  // (503) is believed likewise, for as long as its window and twice that with each attempt.
  const isRefusal = failure.code === "rate_limited" && apiKey !== null;
  const requestClass = run ? requestClassOf(run) : "heavy";
  const block = isRefusal ? await loadBlock(deps, hashApiKey(deps, apiKey), requestClass) : null;
  const told =
    block?.seconds ?? (failure.seconds > 0 ? boundWait(failure.seconds, attempt + 1, deps.config) : 0);
  const seconds = told > 0 ? told + Math.random() : backOff * (1 + Math.random() / 4);
  const noted = changeRun(deps.db.pool, "wait", {
    ...lease,
    seconds: failure.action === "wait" || failure.action === "retry" ? seconds : 0,
    code: failure.code,
    detail: failure.detail,
  });
  // With the database away there is nowhere to note it; the failure itself says so.
  const stillOurs = await noted.catch((cause: unknown) => {
    deps.log.warn({ runId: lease.runId, err: cause }, "the reason could not be noted on the run");
    return true;
  });
  // Whoever has the run now may well succeed: our failure is not its end.
  if (!stillOurs) return { state: "lost", page };

  if (failure.action === "wait") {
    if (!progressed && (block?.refusals ?? 0) > MAX_REFUSALS) throw new GiveUp(failure.code);
    return await waitUnlessStopped(deps, lease, page, seconds);
  }
  if (failure.action === "retry" && progressed) return await waitUnlessStopped(deps, lease, page, seconds);
  if (failure.action === "retry") throw new RetryAfter(failure.code, seconds);
  if (isRefused && apiKey !== null) await noteAnswer(deps, apiKey, failure.code);
  throw new GiveUp(failure.code);
}

/** Whoever asked the run to stop just before it began to wait does not wait with it. */
async function waitUnlessStopped(
  deps: Deps,
  lease: Lease,
  page: number,
  seconds: number,
): Promise<PagesResult> {
  const run = await deps.db.prisma.syncRun.findUnique({
    where: { id: lease.runId },
    select: { cancelRequested: true },
  });
  return run?.cancelRequested ? { state: "cancelled", page } : { state: "wait", page, seconds };
}

const isInUse = async (deps: Deps, apiKey: string): Promise<boolean> =>
  (await loadSettings(deps)).apiKey === apiKey;

/** What Fathom said to a key (null is a yes): no word on another one that took its place meanwhile. */
async function noteAnswer(deps: Deps, apiKey: string, code: FailureCode | null): Promise<void> {
  if (!(await isInUse(deps, apiKey))) return;
  await recordConnection(deps, deps.db.prisma, { apiKey, code, isTest: false, userId: null });
}
