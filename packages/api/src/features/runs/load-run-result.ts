import { type Deps } from "../../deps";
import { type Locale } from "../../messages";
import { type RunResult, type RunRow, runSelect, toRunResult } from "./run-result";

/** @returns the result of a run so far, or null when there is no such run. */
export async function loadRunResult(deps: Deps, runId: string, locale: Locale): Promise<RunResult | null> {
  const [run, lastSyncTime] = await Promise.all([
    deps.db.prisma.syncRun.findUnique({ where: { id: runId }, select: runSelect }),
    loadLastSyncTime(deps),
  ]);
  return run ? toRunResult(run, { lastSyncTime, locale, now: deps.clock.now() }) : null;
}

/** Newest first; the cursor is the last run's id. */
export async function listRunResults(
  deps: Deps,
  input: { limit: number; cursor?: string | null | undefined; salesRepId?: string | undefined },
  locale: Locale,
): Promise<{ items: RunResult[]; nextCursor: string | null }> {
  const [runs, lastSyncTime] = await Promise.all([
    deps.db.prisma.syncRun.findMany({
      where: input.salesRepId ? { salesRepId: input.salesRepId } : {},
      select: runSelect,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: input.limit + 1,
      ...(input.cursor ? { cursor: { id: input.cursor }, skip: 1 } : {}),
    }),
    loadLastSyncTime(deps),
  ]);
  const items = runs.slice(0, input.limit);
  const context = { lastSyncTime, locale, now: deps.clock.now() };
  return {
    items: items.map((run: RunRow) => toRunResult(run, context)),
    nextCursor: runs.length > input.limit ? (items.at(-1)?.id ?? null) : null,
  };
}

/** When the last complete sync of everybody's calls ended. */
export async function loadLastSyncTime(deps: Deps): Promise<Date | null> {
  const last = await deps.db.prisma.syncRun.findFirst({
    where: { status: { in: ["succeeded", "partial"] }, kind: { in: ["incremental", "window"] } },
    orderBy: { finishedAt: "desc" },
    select: { finishedAt: true },
  });
  return last?.finishedAt ?? null;
}

/** A run as the engine's dashboard shows it: ids, a status and counts. @returns null when it has been pruned */
export async function loadRunFigures(deps: Deps, runId: string) {
  const run = await deps.db.prisma.syncRun.findUnique({ where: { id: runId }, select: runSelect });
  if (!run) return null;
  const {
    status,
    kind,
    trigger,
    page,
    processed,
    imported,
    updated,
    skipped,
    errors,
    failureCode,
    replayOf,
  } = run;
  return {
    ...{ runId, status, kind, trigger, replayOf, pages: page },
    ...{ processed, imported, updated, skipped, errors, failureCode },
    windowFrom: run.windowFrom.toISOString(),
    windowTo: run.windowTo.toISOString(),
  };
}
