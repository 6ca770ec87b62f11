import { describe, expect, it } from "vitest";
import { isTransientDatabaseError } from "./is-transient-database-error";

const withCode = (code: string, message = "failed") => Object.assign(new Error(message), { code });

const adapterError = (originalCode: string, originalMessage: string) =>
  Object.assign(new Error("query failed"), {
    code: "P2010",
    meta: { driverAdapterError: { cause: { kind: "postgres", originalCode, originalMessage } } },
  });

/** As Prisma 7.10 throws what its adapter has no kind for. */
const unsorted = (originalCode: string) =>
  Object.assign(new Error("failed"), {
    code: "P2039",
    meta: { driverAdapterError: { cause: { kind: "postgres", code: originalCode, originalCode } } },
  });

const transient: [string, unknown][] = [
  ["serialization failure", withCode("40001")],
  ["deadlock", withCode("40P01")],
  ["lock held for too long", withCode("55P03")],
  ["administrator's shutdown", withCode("57P01")],
  ["crash shutdown", withCode("57P02")],
  ["starting up", withCode("57P03")],
  ["connection failure", withCode("08006")],
  ["connection does not exist", withCode("08003")],
  ["too many connections", withCode("53300")],
  ["broken pipe", withCode("EPIPE")],
  ["reset", withCode("ECONNRESET")],
  ["refused", withCode("ECONNREFUSED")],
  ["several addresses refused", new AggregateError([withCode("ECONNREFUSED")], "")],
  ["cut off, without a code", new Error("Connection terminated unexpectedly")],
  ["no session of a pooler in time", new Error("Query read timeout")],
  ["one connection timed out", new Error("timeout expired")],
  ["connecting timed out", new Error("Connection terminated due to connection timeout")],
  ["pool exhausted", new Error("timeout exceeded when trying to connect")],
  [
    "client that was cut off before",
    new Error("Client has encountered a connection error and is not queryable"),
  ],
  ["unreachable", withCode("P1001")],
  ["timed out", withCode("P1002")],
  ["closed", withCode("P1017")],
  ["pool timeout", withCode("P2024")],
  ["write conflict", withCode("P2034")],
  ["adapter lost the connection", withCode("P2039")],
  ["adapter met a shutdown", unsorted("57P01")],
  ["as a cause", new Error("could not store", { cause: new Error("page 3", { cause: withCode("57P01") }) })],
  ["within Prisma's adapter error", adapterError("40001", "could not serialize access")],
  [
    "unreachable to the adapter",
    { code: "P2010", meta: { driverAdapterError: { cause: { kind: "DatabaseNotReachable" } } } },
  ],
  ["raw query, code in meta", Object.assign(new Error("raw"), { code: "P2010", meta: { code: "40P01" } })],
  ["adapter's message only", adapterError("", "Connection terminated unexpectedly")],
];

const permanent: [string, unknown][] = [
  ["unique violation", withCode("P2002")],
  ["unique violation of the server", withCode("23505")],
  ["a broken check, as the adapter tells it", unsorted("23514")],
  ["no permission, as the adapter tells it", unsorted("42501")],
  ["missing row", withCode("P2025")],
  ["syntax", withCode("42601")],
  ["statement timeout", withCode("57014")],
  ["password", withCode("28P01")],
  ["an ordinary error", new Error("nope")],
  ["a text that only mentions it", new Error("The note says: Connection terminated")],
  ["no error at all", undefined],
  ["a text", "ECONNRESET"],
];

describe("isTransientDatabaseError", () => {
  it.each(transient)("tries again after: %s", (_name, error) => {
    expect(isTransientDatabaseError(error)).toBe(true);
  });

  it.each(permanent)("gives up on: %s", (_name, error) => {
    expect(isTransientDatabaseError(error)).toBe(false);
  });

  it("survives an error that is its own cause", () => {
    const error = new Error("loop");
    error.cause = error;
    expect(isTransientDatabaseError(error)).toBe(false);
  });
});
