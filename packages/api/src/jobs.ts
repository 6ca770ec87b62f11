import { heartbeatJob } from "./heartbeat.job";
import { type Job } from "./job";
import { reconcileJob } from "./features/reconcile/reconcile.job";
import { reconcilePlan } from "./features/reconcile/next-walk";
import { rematchJob } from "./features/rematch/rematch.job";
import { pruneRunsJob } from "./features/runs/prune-runs.job";
import { indexSearchJob } from "./features/calls/index-search.job";
import { checkConsistencyJob } from "./features/health/check-consistency.job";
import { watchHealthJob } from "./features/health/watch-health.job";
import { pruneContentJob } from "./features/recordings/prune-content.job";
import { refreshContentJob } from "./features/recordings/refresh-content.job";
import { endWaitJob } from "./features/runs/end-wait.job";
import { noteCancelledJob } from "./features/runs/note-cancelled.job";
import { pruneAuditJob } from "./features/audit/prune-audit.job";
import { pruneWordsJob } from "./features/calls/prune-words.job";
import { pruneLimitsJob } from "./features/connections/prune-limits.job";
import { pruneSignInsJob } from "./features/users/prune-sign-ins.job";
import { resumeRunsJob } from "./features/runs/resume-runs.job";
import { scheduleSyncJob } from "./features/sync/schedule-sync.job";
import { syncCallsJob } from "./features/sync/sync-calls.job";
import { processWebhookJob } from "./features/webhooks/process-webhook.job";
import { pruneWebhooksJob } from "./features/webhooks/prune-webhooks.job";
import { sweepWebhooksJob } from "./features/webhooks/sweep-webhooks.job";

const workers: Job[] = [
  syncCallsJob(reconcilePlan),
  scheduleSyncJob,
  resumeRunsJob,
  endWaitJob,
  noteCancelledJob,
  reconcileJob,
  rematchJob,
  pruneRunsJob,
  processWebhookJob,
  sweepWebhooksJob,
  pruneWebhooksJob,
  refreshContentJob,
  indexSearchJob,
  pruneContentJob,
  watchHealthJob,
  checkConsistencyJob,
  pruneSignInsJob,
  pruneAuditJob,
  pruneLimitsJob,
  pruneWordsJob,
];

/** All jobs; an executor runs them. */
export const jobs: Job[] = [...workers, heartbeatJob(workers)];
