import { Cron } from "croner";
import { z } from "zod";
import { type Deps } from "../../deps";
import { type Locale } from "../../messages";
import { noneSkipped, type SkippedByReason } from "../../reasons";
import { loadBlock } from "../connections/rate-budget";
import { loadLastSyncTime } from "../runs/load-run-result";
import { runResultSchema } from "../runs/run-result";
import { describeSettings } from "../settings/describe-settings";
import { hashApiKey } from "../settings/hash-api-key";
import { loadSettings } from "../settings/load-settings";

const count = z.number().int();

export const overviewSchema = z.object({
  connection: z.object({
    status: z.enum(["connected", "error", "not_configured"]),
    lastTested: z.date().nullable(),
    lastError: z.string().nullable(),
    source: z.enum(["database", "environment"]).nullable(),
  }),
  jobs: z.enum(["inngest", "embedded"]),
  schedule: z.string(),
  nextSyncAt: z.date().nullable(),
  lastSuccessAt: z.date().nullable(),
  activeRunId: z.string().nullable(),
  /** Fathom has said "too many requests" so often in a row, and is left alone until then. */
  fathomBlock: z.object({ until: z.date(), refusals: count }).nullable(),
  /** `recordings = imported + skipped + errors`: every recording that Fathom ever showed. */
  ledger: z.object({
    recordings: count,
    imported: count,
    skipped: count,
    errors: count,
    skippedByReason: runResultSchema.shape.skippedByReason,
  }),
  /**
   * What is left to do and may need a person: calls whose content Fathom is still asked for, webhooks that were given up,
   * calls of which the rules say something else than that they are their rep's.
   */
  waiting: z.object({ content: count, parkedWebhooks: count, questions: count }),
  reps: count,
  sandbox: z.boolean(),
});

export async function loadOverview(deps: Deps, locale: Locale): Promise<z.infer<typeof overviewSchema>> {
  const [settings, lastSuccessAt, active, block, ledger, waiting, reps] = await Promise.all([
    describeSettings(deps, locale),
    loadLastSyncTime(deps),
    deps.db.prisma.syncRun.findFirst({
      where: { status: { in: ["queued", "running"] } },
      select: { id: true },
    }),
    loadCurrentBlock(deps),
    loadLedger(deps),
    loadWaiting(deps),
    deps.db.prisma.salesRep.count({ where: { archivedAt: null } }),
  ]);
  return {
    connection: {
      status: settings.connectionStatus,
      lastTested: settings.lastTested,
      lastError: settings.settingsKeyProblem ?? settings.lastError,
      source: settings.source,
    },
    jobs: deps.jobs.kind,
    schedule: deps.config.syncCron,
    nextSyncAt: new Cron(deps.config.syncCron, { timezone: "UTC", paused: true }).nextRun(deps.clock.now()),
    lastSuccessAt,
    activeRunId: active?.id ?? null,
    fathomBlock: block && { until: block.until, refusals: block.refusals },
    ledger,
    waiting,
    reps,
    sandbox: settings.sandbox,
  };
}

async function loadCurrentBlock(deps: Deps) {
  const { apiKey } = await loadSettings(deps);
  return apiKey === null ? null : await loadBlock(deps, hashApiKey(deps, apiKey));
}

async function loadLedger(deps: Deps) {
  const { rows } = await deps.db.pool.query<{ decision: string; reason: string; count: number }>(
    // What had no readable id and is not shown any more has come back under its own id: few, and all at one end.
    `SELECT l.decision, l.reason, (l.count - (
         SELECT count(*) FROM recordings r
         WHERE r.recording_id < 0 AND r.not_seen_since IS NOT NULL
           AND r.decision = l.decision AND coalesce(r.reason, '') = l.reason))::int AS count
     FROM ledger_counts l WHERE l.count > 0`,
  );
  const sum = (decision: string) =>
    rows.filter((row) => row.decision === decision).reduce((total, row) => total + row.count, 0);
  const skippedByReason: SkippedByReason = noneSkipped();
  for (const { decision, reason, count: amount } of rows) {
    if (decision === "skipped" && reason && reason in skippedByReason)
      skippedByReason[reason as keyof SkippedByReason] = amount;
  }
  const [imported, skipped, errors] = [sum("imported"), sum("skipped"), sum("error")];
  return { recordings: imported + skipped + errors, imported, skipped, errors, skippedByReason };
}

async function loadWaiting(deps: Deps) {
  const { rows } = await deps.db.pool.query<z.infer<typeof overviewSchema>["waiting"]>(
    `SELECT (SELECT count(*)::int FROM call_content WHERE state = 'awaited') AS content,
       (SELECT count(*)::int FROM webhook_events WHERE status = 'parked') AS "parkedWebhooks",
       (SELECT count(*)::int FROM calls WHERE question IS NOT NULL) AS questions`,
  );
  return rows[0] ?? { content: 0, parkedWebhooks: 0, questions: 0 };
}
