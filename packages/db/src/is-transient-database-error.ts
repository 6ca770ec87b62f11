/** Serialization failure, deadlock, a lock that another held for too long, shutdowns, too many connections. */
const TRANSIENT_SQL_STATES = new Set(["40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300"]);
/** Connection exceptions. */
const TRANSIENT_SQL_STATE_CLASS = /^08[0-9A-Z]{3}$/;
/** Any of PostgreSQL's codes: five characters, unlike Prisma's (a P and four digits) and Node's words. */
const SQL_STATE = /^(?!P\d{4}$)[0-9A-Z]{5}$/;
const TRANSIENT_SYSTEM_ERRORS = new Set(["EPIPE", "ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN"]);
/** Unreachable, timed out, closed, pool exhausted, write conflict. */
const TRANSIENT_PRISMA_CODES = new Set(["P1001", "P1002", "P1017", "P2024", "P2034"]);
/** Whatever Prisma's adapter has no kind of its own for: a lost connection, and also a broken check. */
const UNSORTED_PRISMA_CODE = "P2039";
/** What Prisma's adapter makes of a driver's error; a raw query tells nothing else. */
const TRANSIENT_ADAPTER_KINDS = new Set([
  "ConnectionClosed",
  "DatabaseNotReachable",
  "SocketTimeout",
  "TooManyConnections",
  "TransactionWriteConflict",
]);
/** pg throws these as plain errors without any code. */
const TRANSIENT_MESSAGES = [
  /^Connection terminated/i,
  /^timeout exceeded when trying to connect/i,
  /^timeout expired/i,
  /^Query read timeout/i,
  /^Client has encountered a connection error and is not queryable/i,
  /^Client was closed and is not queryable/i,
];

function isTransientCode(code: unknown): boolean {
  return (
    typeof code === "string" &&
    (TRANSIENT_SQL_STATES.has(code) ||
      TRANSIENT_SQL_STATE_CLASS.test(code) ||
      TRANSIENT_SYSTEM_ERRORS.has(code) ||
      TRANSIENT_PRISMA_CODES.has(code))
  );
}

function isTransientMessage(message: unknown): boolean {
  return typeof message === "string" && TRANSIENT_MESSAGES.some((pattern) => pattern.test(message));
}

/** PostgreSQL's own code for an error; null when it is none of PostgreSQL's. */
export function findSqlState(error: unknown): string | null {
  for (const { code, originalCode } of walkCauses(error)) {
    for (const text of [code, originalCode])
      if (typeof text === "string" && SQL_STATE.test(text)) return text;
  }
  return null;
}

/**
 * Says whether the same work may succeed when it is done again from its beginning: the database was restarting,
 * away, overloaded, or refused this order of transactions. Looks at PostgreSQL's, Node's and Prisma's codes, in the
 * error and in everything it was caused by.
 */
export function isTransientDatabaseError(error: unknown): boolean {
  let isUnsorted = false;
  let isRefusedByServer = false;
  for (const { code, originalCode, message, originalMessage, kind } of walkCauses(error)) {
    if (typeof kind === "string" && TRANSIENT_ADAPTER_KINDS.has(kind)) return true;
    if (isTransientCode(code) || isTransientCode(originalCode)) return true;
    if (isTransientMessage(message) || isTransientMessage(originalMessage)) return true;
    if (code === UNSORTED_PRISMA_CODE) isUnsorted = true;
    // PostgreSQL gave its reason, and none of those above: the connection is well, and the same again fails again.
    if ([code, originalCode].some((text) => typeof text === "string" && SQL_STATE.test(text)))
      isRefusedByServer = true;
  }
  return isUnsorted && !isRefusedByServer;
}

/** PostgreSQL's class for a value that it cannot hold: NUL in a text, a number or a moment out of range. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;

/** Says whether PostgreSQL refused a value for what it is, so that whoever gave it must give another. */
export function isRefusedValue(error: unknown): boolean {
  return DATA_EXCEPTION.test(findSqlState(error) ?? "");
}

/** An error and everything it was caused by; `originalCode` and `originalMessage` are what Prisma's adapter keeps of the driver's. */
function* walkCauses(error: unknown): Generator<Record<string, unknown>> {
  const seen = new Set<unknown>();
  const queue: unknown[] = [error];
  for (const candidate of queue) {
    if (typeof candidate !== "object" || candidate === null || seen.has(candidate)) continue;
    seen.add(candidate);
    const known = candidate as Record<string, unknown>;
    yield known;
    const { cause, meta, driverAdapterError, errors } = known;
    queue.push(cause, meta, driverAdapterError, ...(Array.isArray(errors) ? (errors as unknown[]) : []));
  }
}
