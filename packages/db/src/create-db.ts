import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/prisma/client";
import { ReadPool } from "./read-pool";

/** A connection pool, for Prisma's queries and for SQL alike. */
export interface Db {
  prisma: PrismaClient;
  pool: pg.Pool;
  /** The same database by connections of its own, which only read, each statement for a short time at most. */
  reads: Db;
  /** Waits for queries that run, then closes every connection. May be called more than once. */
  close: () => Promise<void>;
}

export interface DbOptions {
  /** A PostgreSQL URL; `?schema=` names the schema, `?sslmode=` and its like mean what they mean to pg. */
  url: string;
  /** What pg_stat_activity shows. */
  applicationName?: string;
  maxConnections?: number;
  /** The longest that one statement may take. */
  statementTimeoutMs?: number;
  /** Hears of connections that were lost while idle. Nothing is wrong then: the pool opens new ones. */
  onPoolError?: (error: Error) => void;
}

/** What users wait for: longer, and they have gone. */
const READ_TIMEOUT_MS = 5_000;
const READ_CONNECTIONS = 6;
const LOCK_TIMEOUT_MS = 10_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;
const CONNECTION_TIMEOUT_MS = 10_000;
const TRANSACTION_TIMEOUT_MS = 15_000;

/** Prisma's `?schema=` in the terms of PostgreSQL, so that SQL through the pool finds the same tables. */
function toPostgresUrl(databaseUrl: string): { connectionString: string; schema: string | undefined } {
  const url = new URL(databaseUrl);
  const schema = url.searchParams.get("schema") ?? undefined;
  url.searchParams.delete("schema");
  if (schema) {
    const searchPath = `-c search_path="${schema.replaceAll('"', '""')}"`;
    const options = [url.searchParams.get("options"), searchPath].filter(Boolean).join(" ");
    url.searchParams.set("options", options);
  }
  return { connectionString: url.toString(), schema };
}

/**
 * Opens a database. Nothing connects before the first query, so a database that is away shows there.
 * A restart of the server costs the queries that were under way, and nothing else.
 */
export function createDb({
  url,
  applicationName = "koppeling",
  maxConnections = 10,
  statementTimeoutMs = 60_000,
  onPoolError,
}: DbOptions): Db {
  const { connectionString, schema } = toPostgresUrl(url);
  const config = {
    connectionString,
    application_name: applicationName,
    max: maxConnections,
    statement_timeout: statementTimeoutMs,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    keepAlive: true,
  };
  const open = (pool: pg.Pool): Omit<Db, "reads"> => {
    // Without these two listeners a restart of PostgreSQL ends the Node process.
    pool.on("error", (error) => onPoolError?.(error));
    // A connection that is lost while in use fails the query that is on it; its error need not be told twice.
    pool.on("connect", (client) => client.on("error", () => {}));
    const prisma = new PrismaClient({
      adapter: new PrismaPg(pool, { schema }),
      // The default waits two seconds for a free connection, which a busy machine exceeds.
      transactionOptions: { maxWait: CONNECTION_TIMEOUT_MS, timeout: TRANSACTION_TIMEOUT_MS },
    });
    let closing: Promise<void> | undefined;
    return { prisma, pool, close: () => (closing ??= prisma.$disconnect().then(() => pool.end())) };
  };
  const main = open(new pg.Pool(config));
  const readers = open(new ReadPool({ ...config, max: READ_CONNECTIONS }, READ_TIMEOUT_MS));
  const reads: Db = {
    ...readers,
    get reads() {
      return reads;
    },
  };
  return {
    ...main,
    reads,
    close: async () => {
      await Promise.all([main.close(), reads.close()]);
    },
  };
}
