import { type SyncRunStatus } from "@koppeling/db/prisma";
import { z } from "zod";
import { type Locale, translate } from "../../messages";
import {
  FAILURE_CODES,
  noneSkipped,
  RUN_KINDS,
  RUN_STATUSES,
  SKIP_REASONS,
  type SkippedByReason,
  TRIGGERS,
} from "../../reasons";

const count = z.number().int().nonnegative();

/** The result of a sync, and its progress while it runs. `processed = imported + updated + skipped + errors`, always. */
export const runResultSchema = z.object({
  success: z.boolean(),
  runId: z.string(),
  status: z.enum(RUN_STATUSES),
  processed: count,
  imported: count,
  updated: count,
  skipped: count,
  errors: count,
  skippedByReason: z.object(
    Object.fromEntries(SKIP_REASONS.map((reason) => [reason, count])) as Record<
      keyof SkippedByReason,
      typeof count
    >,
  ),
  windowFrom: z.date(),
  windowTo: z.date(),
  /** When the last complete sync ended. */
  lastSyncTime: z.date().nullable(),
  durationMs: z.number().nullable(),
  message: z.string(),
  page: count,
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  waitingUntil: z.date().nullable(),
  failureCode: z.enum(FAILURE_CODES).nullable(),
  trigger: z.enum(TRIGGERS),
  kind: z.enum(RUN_KINDS),
  hours: z.number().nullable(),
  /** Of a run for one sales rep. */
  salesRepId: z.string().nullable(),
  salesRepName: z.string().nullable(),
  requestedBy: z.string().nullable(),
  /** Of a replay: the run whose window it walked again. */
  replayOf: z.string().nullable(),
  /** A rerun at the job engine asked for it. */
  replayedByEngine: z.boolean(),
  /** The engine's name for its run that worked on this one last. */
  jobRun: z.string().nullable(),
  cancelRequested: z.boolean(),
});

export type RunResult = z.infer<typeof runResultSchema>;

export type RunRow = {
  id: string;
  status: SyncRunStatus;
  kind: RunResult["kind"];
  trigger: RunResult["trigger"];
  hours: number | null;
  windowFrom: Date;
  windowTo: Date;
  page: number;
  processed: number;
  imported: number;
  updated: number;
  skipped: number;
  errors: number;
  skippedByReason: unknown;
  waitingUntil: Date | null;
  cancelRequested: boolean;
  failureCode: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  salesRepId: string | null;
  replayOf: string | null;
  replayedByJobRun: string | null;
  jobRun: string | null;
  user: { name: string | null; email: string } | null;
  salesRep: { name: string } | null;
};

export const runSelect = {
  id: true,
  status: true,
  kind: true,
  trigger: true,
  hours: true,
  windowFrom: true,
  windowTo: true,
  page: true,
  processed: true,
  imported: true,
  updated: true,
  skipped: true,
  errors: true,
  skippedByReason: true,
  waitingUntil: true,
  cancelRequested: true,
  failureCode: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  salesRepId: true,
  replayOf: true,
  replayedByJobRun: true,
  jobRun: true,
  user: { select: { name: true, email: true } },
  salesRep: { select: { name: true } },
} as const;

export const isActive = (status: SyncRunStatus): boolean => status === "queued" || status === "running";

/** The walk came to its end: the figures account for all that Fathom showed, errors among them. */
export const isComplete = (status: SyncRunStatus): boolean => status === "succeeded" || status === "partial";

/** Pure: a run's row, in the words of the contract. */
export function toRunResult(
  run: RunRow,
  context: { lastSyncTime: Date | null; locale: Locale; now: Date },
): RunResult {
  const { id: runId, user, salesRep, replayedByJobRun, ...row } = run;
  const failureCode = z.enum(FAILURE_CODES).nullable().catch("bug").parse(run.failureCode);
  const started = run.startedAt ?? run.createdAt;
  const lasted = (run.finishedAt ?? context.now).getTime() - started.getTime();
  return {
    ...row,
    runId,
    success: run.status === "succeeded",
    skippedByReason: { ...noneSkipped(), ...(run.skippedByReason as Partial<SkippedByReason>) },
    lastSyncTime: context.lastSyncTime,
    // The start is the database's clock, now is this process's.
    durationMs: Math.max(0, lasted),
    message: describeRun(run, failureCode, context.locale),
    waitingUntil:
      isActive(run.status) && run.waitingUntil && run.waitingUntil > context.now ? run.waitingUntil : null,
    failureCode,
    salesRepName: salesRep?.name ?? null,
    requestedBy: user ? (user.name ?? user.email) : null,
    replayedByEngine: replayedByJobRun !== null,
  };
}

function describeRun(
  run: RunRow,
  failureCode: (typeof FAILURE_CODES)[number] | null,
  locale: Locale,
): string {
  const { processed, imported, updated, skipped, errors } = run;
  const figures = translate(locale, "run.figures", { processed, imported, updated, skipped, errors });
  switch (run.status) {
    case "queued":
      return translate(locale, "run.queued");
    case "running":
      return translate(locale, "run.running", { processed });
    case "failed":
      return translate(locale, `failure.${failureCode ?? "bug"}`);
    case "cancelled":
      return failureCode === "cancelled_at_engine"
        ? `${translate(locale, "failure.cancelled_at_engine")} ${figures}`
        : translate(locale, "run.cancelled", { figures });
    case "succeeded":
    case "partial":
      return imported + updated + errors === 0 ? translate(locale, "run.nothing_new", { figures }) : figures;
  }
}

/** The result as programs get it from the command line and the cron endpoint. */
export function toWireResult(result: RunResult) {
  const {
    success,
    runId,
    status,
    processed,
    imported,
    updated,
    skipped,
    errors,
    skippedByReason,
    windowFrom,
    windowTo,
  } = result;
  return {
    success,
    runId,
    status,
    processed,
    imported,
    updated,
    skipped,
    errors,
    skippedByReason,
    windowFrom: windowFrom.toISOString(),
    windowTo: windowTo.toISOString(),
    lastSyncTime: result.lastSyncTime?.toISOString() ?? null,
    duration_ms: result.durationMs,
    message: result.message,
    ...(result.failureCode ? { failureCode: result.failureCode } : {}),
    ...(result.replayOf ? { replayOf: result.replayOf } : {}),
  };
}
