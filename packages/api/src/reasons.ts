/** Why a recording is not (or not again) imported. */
export const SKIP_REASONS = [
  "unchanged",
  "no_matching_rep",
  "rep_archived",
  "other_team",
  "ambiguous_rep",
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];
export type SkippedByReason = Record<SkipReason, number>;

export const noneSkipped = (): SkippedByReason => ({
  unchanged: 0,
  no_matching_rep: 0,
  rep_archived: 0,
  other_team: 0,
  ambiguous_rep: 0,
});

/** Why the rules do not say of a call that it is its rep's: they name another, or would skip its recording now. */
export const QUESTION_REASONS = [
  "other_rep",
  "no_matching_rep",
  "rep_archived",
  "other_team",
  "ambiguous_rep",
] as const;

/** The three windows of the screens, in hours. */
export const WINDOW_HOURS = [24, 168, 720] as const;
export type WindowHours = (typeof WINDOW_HOURS)[number];

/** Why a run failed; each has a sentence in messages/ that says what to do. */
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
  "bug",
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** Why a row of a CSV of sales reps cannot be taken; each has a sentence in messages/. */
export type CsvProblem =
  | "name_missing"
  | "email_shape"
  | "alias_shape"
  | "too_many_aliases"
  | "twice"
  | "email_taken"
  | "gone";
