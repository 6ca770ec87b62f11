import { type SyncTrigger } from "@koppeling/db/prisma";
import { retryOnTransientError } from "@koppeling/db/retry-transaction";
import { type Actor } from "../../context";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Locale } from "../../messages";
import { normalizeEmail } from "../../normalize-email";
import { findStaleRuns, resumeEvent } from "../runs/hold-lease";
import { loadRunResult } from "../runs/load-run-result";
import { isActive, type RunResult } from "../runs/run-result";
import { requestSync } from "./request-sync";

const POLL_MS = 250;
/** Every five seconds: whether anybody still works on the run. */
const POLLS_PER_RESCUE = 20;

export type RunSyncInput = {
  trigger: SyncTrigger;
  hours?: number | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  salesRepEmail?: string | undefined;
  /** Whom the audit log names; default the system. */
  actor?: Actor;
  locale?: Locale;
  onProgress?: (result: RunResult, own: boolean) => void;
  /** Stops following; the run itself goes on with whoever runs the jobs. */
  signal?: AbortSignal;
};

/**
 * Requests a run and follows it to its end. An active run is waited for first, since its window may be another.
 * @returns the result; of a run still under way when `signal` says to stop following
 * @throws AppError `not_found` for an e-mail address that is no sales rep's, `jobs_unreachable`
 */
export async function runSync(deps: Deps, input: RunSyncInput): Promise<RunResult> {
  const salesRepId =
    input.salesRepEmail === undefined ? undefined : await findRepId(deps, input.salesRepEmail);
  const { trigger, hours, from, to, actor } = input;
  for (;;) {
    const requested = await patiently(() =>
      requestSync(deps, { trigger, hours, from, to, salesRepId, actor }),
    );
    const result = await followRun(deps, requested.runId, input, !requested.alreadyRunning);
    if (!requested.alreadyRunning || isActive(result.status)) return result;
  }
}

/** A database that restarts costs the follower a few seconds, not the run. */
const patiently = <T>(look: () => Promise<T>): Promise<T> =>
  retryOnTransientError(look, { attempts: 7, delayMs: 200 });

export type FollowInput = Pick<RunSyncInput, "locale" | "onProgress" | "signal">;

/** Follows a run to its end, or until `signal` says to stop following. @throws AppError `not_found` */
export async function followRun(
  deps: Deps,
  runId: string,
  input: FollowInput,
  own: boolean,
): Promise<RunResult> {
  for (let poll = 0; ; poll++) {
    const result = await patiently(() => loadRunResult(deps, runId, input.locale ?? "en"));
    if (!result) throw new AppError("not_found");
    input.onProgress?.(result, own);
    if (!isActive(result.status) || input.signal?.aborted) return result;
    if (poll % POLLS_PER_RESCUE === 0) await resumeIfStale(deps, runId);
    await deps.clock.sleep(POLL_MS);
  }
}

/** A command has no schedules: without a server, nobody else goes on with a run whose process is gone. */
async function resumeIfStale(deps: Deps, runId: string): Promise<void> {
  try {
    const stale = await findStaleRuns(deps);
    if (stale.includes(runId)) await deps.jobs.send(resumeEvent(runId));
  } catch (error) {
    deps.log.warn({ runId, err: error }, "the run could not be resumed now");
  }
}

async function findRepId(deps: Deps, email: string): Promise<string> {
  const normalized = normalizeEmail(email);
  const rep = await deps.db.prisma.salesRep.findFirst({
    where: { OR: [{ email: normalized }, { aliases: { some: { email: normalized } } }] },
    select: { id: true },
  });
  if (!rep) throw new AppError("not_found", { what: email });
  return rep.id;
}
