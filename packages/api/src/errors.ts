/** What went wrong, in the product's own words; the tRPC code of each is in {@link TRPC_CODE}. */
export type AppErrorCode = keyof typeof TRPC_CODE;

export const TRPC_CODE = {
  bad_input: "BAD_REQUEST",
  not_signed_in: "UNAUTHORIZED",
  wrong_password: "FORBIDDEN",
  confirmation_required: "FORBIDDEN",
  own_link: "CONFLICT",
  second_factor_needed: "FORBIDDEN",
  wrong_code: "FORBIDDEN",
  second_factor_required: "FORBIDDEN",
  second_factor_present: "CONFLICT",
  not_allowed: "FORBIDDEN",
  not_found: "NOT_FOUND",
  weak_password: "BAD_REQUEST",
  invite_over: "NOT_FOUND",
  email_taken: "CONFLICT",
  last_admin: "CONFLICT",
  outside_domains: "BAD_REQUEST",
  no_automatic_rep: "CONFLICT",
  run_busy: "CONFLICT",
  not_configured: "PRECONDITION_FAILED",
  settings_key: "PRECONDITION_FAILED",
  other_fathom: "PRECONDITION_FAILED",
  too_many_attempts: "TOO_MANY_REQUESTS",
  /** Too much runs at once, of this user or of all: the same again goes through in some seconds. */
  too_busy: "TOO_MANY_REQUESTS",
  /** A question took longer than a question may. */
  too_slow: "TIMEOUT",
  jobs_unreachable: "SERVICE_UNAVAILABLE",
  no_webhook_secret: "PRECONDITION_FAILED",
  body_gone: "CONFLICT",
  no_notification_address: "PRECONDITION_FAILED",
  notification_address: "BAD_REQUEST",
  csv_unreadable: "BAD_REQUEST",
  csv_empty: "BAD_REQUEST",
  csv_no_email: "BAD_REQUEST",
  csv_too_long: "BAD_REQUEST",
  csv_open_quote: "BAD_REQUEST",
  public_address: "PRECONDITION_FAILED",
  fathom_unauthorized: "PRECONDITION_FAILED",
  fathom_forbidden: "PRECONDITION_FAILED",
  fathom_bad_response: "SERVICE_UNAVAILABLE",
  fathom_unavailable: "SERVICE_UNAVAILABLE",
  fathom_busy: "TOO_MANY_REQUESTS",
} as const;

/**
 * An error that a person may see. `message` is for the log; the sentence on the screen comes from
 * messages/ by `code` and `params`.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: AppErrorCode,
    readonly params: Record<string, string | number> = {},
    options?: { cause?: unknown; retryAfterSeconds?: number },
  ) {
    super(code, { cause: options?.cause });
    this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
  }
  readonly retryAfterSeconds: number | null;
}
