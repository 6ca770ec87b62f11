/** What the ledger says of a recording. */
export const DECISIONS = ["imported", "skipped", "error"] as const;
export type Decision = (typeof DECISIONS)[number];

/** What one run did with a recording: the terms of `processed = imported + updated + skipped + errors`. */
export const OUTCOMES = ["imported", "updated", "skipped", "error"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What starts a run. */
export const TRIGGERS = ["manual", "schedule", "cron", "cli", "replay", "webhook"] as const;

/** What a run asks for: since the watermark, a window, one sales rep, a comparison by id, or chosen recordings. */
export const RUN_KINDS = ["incremental", "window", "rep", "reconcile", "selection"] as const;

export const RUN_STATUSES = ["queued", "running", "succeeded", "partial", "failed", "cancelled"] as const;

/** Why the rules skip a recording. */
export const RULE_REASONS = ["no_matching_rep", "rep_archived", "other_team", "ambiguous_rep"] as const;
export type RuleReason = (typeof RULE_REASONS)[number];

/** Why a recording is an error: it cannot be read, the database refused it, or Fathom listed it and then not. */
export const ERROR_REASONS = ["unreadable", "not_stored", "not_fetched"] as const;

/** Why a recording of the ledger is not a call. */
export const LEDGER_REASONS = [...RULE_REASONS, ...ERROR_REASONS] as const;

/** Why a recording is not (or not again) imported. */
export const SKIP_REASONS = ["unchanged", ...RULE_REASONS] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];
export type SkippedByReason = Record<SkipReason, number>;

export const noneSkipped = (): SkippedByReason => ({
  unchanged: 0,
  no_matching_rep: 0,
  rep_archived: 0,
  other_team: 0,
  ambiguous_rep: 0,
});

/** The reasons that a run gives for what it did not import or update. */
export const ITEM_REASONS = [...SKIP_REASONS, ...ERROR_REASONS] as const;
export type ItemReason = (typeof ITEM_REASONS)[number];

/** Why the rules do not say of a call that it is its rep's: they name another, or would skip its recording now. */
export const QUESTION_REASONS = ["other_rep", ...RULE_REASONS] as const;

/** The three windows of the screens, in hours. */
export const WINDOW_HOURS = [24, 168, 720] as const;
export type WindowHours = (typeof WINDOW_HOURS)[number];

/** Why a run failed, or was stopped by others than its users; each has a sentence in messages/ that says what to do. */
export const FAILURE_CODES = [
  "unauthorized",
  "forbidden",
  "rate_limited",
  "unavailable",
  "bad_response",
  "not_configured",
  "settings_key",
  "other_fathom",
  "jobs_unreachable",
  "database",
  "looping",
  "cancelled_at_engine",
  "bug",
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** The failures that somebody mends by saving another API key. */
export const KEY_FAILURES: readonly FailureCode[] = [
  "unauthorized",
  "forbidden",
  "not_configured",
  "settings_key",
  "other_fathom",
];

/** Why a row of a CSV of sales reps cannot be taken; each has a sentence in messages/. */
export type CsvProblem =
  | "name_missing"
  | "email_shape"
  | "alias_shape"
  | "too_many_aliases"
  | "twice"
  | "email_taken"
  | "gone";
