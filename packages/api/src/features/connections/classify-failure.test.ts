import {
  FathomBadRequestError,
  FathomBadResponseError,
  FathomForbiddenError,
  FathomNotFoundError,
  FathomRateLimitedError,
  FathomUnauthorizedError,
  FathomUnavailableError,
} from "@koppeling/fathom/errors";
import { describe, expect, it } from "vitest";
import { AppError } from "../../errors";
import { SecretBoxError } from "../../secret-box";
import { LoopingWalkError, classifyFailure, type FailureClass } from "./classify-failure";

const withCode = (code: string) => Object.assign(new Error("trouble"), { code });

describe("classifyFailure", () => {
  it.each<[string, unknown, Pick<FailureClass, "action" | "code" | "seconds">]>([
    [
      "429 with a time",
      new FathomRateLimitedError("", { retryAfterSeconds: 42 }),
      { action: "wait", code: "rate_limited", seconds: 42 },
    ],
    [
      "429 without one",
      new FathomRateLimitedError(""),
      { action: "wait", code: "rate_limited", seconds: 10 },
    ],
    [
      "429 with a time of nothing",
      new FathomRateLimitedError("", { retryAfterSeconds: 0 }),
      { action: "wait", code: "rate_limited", seconds: 10 },
    ],
    ["away", new FathomUnavailableError(""), { action: "retry", code: "unavailable", seconds: 0 }],
    [
      "away for a time",
      new FathomUnavailableError("", { retryAfterSeconds: 30 }),
      { action: "retry", code: "unavailable", seconds: 30 },
    ],
    ["unreadable", new FathomBadResponseError(""), { action: "retry", code: "bad_response", seconds: 0 }],
    ["401", new FathomUnauthorizedError(""), { action: "person", code: "unauthorized", seconds: 0 }],
    ["403", new FathomForbiddenError(""), { action: "person", code: "forbidden", seconds: 0 }],
    ["404", new FathomNotFoundError(""), { action: "person", code: "bad_response", seconds: 0 }],
    ["400", new FathomBadRequestError(""), { action: "person", code: "bad_response", seconds: 0 }],
    ["a loop", new LoopingWalkError(""), { action: "person", code: "looping", seconds: 0 }],
    [
      "a secret that cannot be opened",
      new SecretBoxError("unknown_key", "k1"),
      { action: "person", code: "settings_key", seconds: 0 },
    ],
    ["no key", new AppError("not_configured"), { action: "person", code: "not_configured", seconds: 0 }],
    [
      "the settings key",
      new AppError("settings_key"),
      { action: "person", code: "settings_key", seconds: 0 },
    ],
    [
      "no job engine",
      new AppError("jobs_unreachable"),
      { action: "person", code: "jobs_unreachable", seconds: 0 },
    ],
    ["another AppError", new AppError("not_found"), { action: "bug", code: "bug", seconds: 0 }],
    ["a deadlock", withCode("40P01"), { action: "retry", code: "database", seconds: 0 }],
    ["a restart of PostgreSQL", withCode("57P01"), { action: "retry", code: "database", seconds: 0 }],
    ["a broken pipe", withCode("EPIPE"), { action: "retry", code: "database", seconds: 0 }],
    [
      "a lost connection",
      new Error("Connection terminated"),
      { action: "retry", code: "database", seconds: 0 },
    ],
    ["a value that does not fit", withCode("22001"), { action: "bug", code: "bug", seconds: 0 }],
    ["an error of ours", new TypeError("x is not a function"), { action: "bug", code: "bug", seconds: 0 }],
    ["what is no error at all", "a string", { action: "bug", code: "bug", seconds: 0 }],
    ["nothing", undefined, { action: "bug", code: "bug", seconds: 0 }],
  ])("%s", (_name, error, expected) => {
    expect(classifyFailure(error, { hasCursor: false })).toMatchObject(expected);
  });

  it("starts the walk again when the request had a cursor that Fathom no longer takes", () => {
    for (const error of [new FathomBadRequestError("cursor has expired"), new FathomNotFoundError("gone")]) {
      expect(classifyFailure(error, { hasCursor: true })).toMatchObject({
        action: "restart_walk",
        code: "bad_response",
      });
      expect(classifyFailure(error)).toMatchObject({ action: "person" });
    }
  });

  it("bounds what it keeps for the log", () => {
    expect(classifyFailure(new Error("x".repeat(10_000))).detail).toHaveLength(500);
    expect(classifyFailure({ secret: "hunter2" }).detail).toBe("unknown");
  });
});
