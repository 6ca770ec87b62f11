import { isTransientDatabaseError } from "@koppeling/db/is-transient-database-error";
import { FathomError } from "@koppeling/fathom/errors";
import { AppError } from "../../errors";
import { SecretBoxError } from "../../secret-box";
import { UNNAMED_WAIT_SECONDS } from "./rate-budget";
import { type FailureCode } from "../../reasons";

/** Fathom's pages lead nowhere: a cursor comes back, or empty pages go on for ever. */
export class LoopingWalkError extends Error {
  override readonly name = "LoopingWalkError";
}

const FOREIGN_KEY_VIOLATION = "23503";

/** What to do about a failure: `wait` is no attempt lost, `retry` is one, `person` and `bug` are the end of the run. */
export type FailureClass = {
  action: "wait" | "retry" | "restart_walk" | "person" | "bug";
  code: FailureCode;
  /** At least so many seconds; 0 when nobody said. */
  seconds: number;
  /** For the log: bounded, without secrets. */
  detail: string;
};

export function classifyFailure(error: unknown, request?: { hasCursor: boolean }): FailureClass {
  const make = (action: FailureClass["action"], code: FailureCode, seconds = 0): FailureClass => ({
    action,
    code,
    seconds,
    detail: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : "unknown",
  });
  if (error instanceof FathomError) {
    switch (error.code) {
      case "rate_limited":
        // A wait of nothing (a date that has passed on this machine's clock, for one) would use up all waits in no time.
        return make("wait", "rate_limited", error.retryAfterSeconds || UNNAMED_WAIT_SECONDS);
      case "unavailable":
        return make("retry", "unavailable", error.retryAfterSeconds ?? 0);
      case "bad_response":
        return make("retry", "bad_response");
      case "unauthorized":
        return make("person", "unauthorized");
      case "forbidden":
        return make("person", "forbidden");
      case "bad_request":
      case "not_found":
        // A cursor lapses, or is gone; the same question without one is a new walk.
        return request?.hasCursor ? make("restart_walk", "bad_response") : make("person", "bad_response");
    }
  }
  if (error instanceof LoopingWalkError) return make("person", "looping");
  if (error instanceof SecretBoxError) return make("person", "settings_key");
  if (error instanceof AppError) {
    if (error.code === "not_configured") return make("person", "not_configured");
    if (error.code === "settings_key") return make("person", "settings_key");
    if (error.code === "other_fathom") return make("person", "other_fathom");
    if (error.code === "jobs_unreachable") return make("person", "jobs_unreachable");
  }
  // A sales rep was deleted while this page was on its way: with the reps of now it is decided anew.
  if (error instanceof Error && "code" in error && error.code === FOREIGN_KEY_VIOLATION)
    return make("retry", "database");
  if (isTransientDatabaseError(error)) return make("retry", "database");
  return make("bug", "bug");
}
