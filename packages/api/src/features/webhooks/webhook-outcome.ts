import { type StoredOutcome } from "../recordings/store-recordings";

/** What became of an event: of its recording, or of a self-test's, which never becomes a call. */
export type WebhookOutcome =
  | "imported"
  | "updated"
  | NonNullable<StoredOutcome["reason"]>
  | "self_test_matched"
  | "self_test_not_matched";

/** Processing that began so often and came to nothing needs a person. */
export const MAX_ATTEMPTS = 5;

/** Our own signed test deliveries; only who holds the secret can send one. */
export const SELF_TEST_PREFIX = "koppeling_self_test_";
