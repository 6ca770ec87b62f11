import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/prisma/client";
import { limitTransactions, type SessionSettings } from "./limit-transactions";
import { readDatabaseUrl } from "./read-database-url";

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
  /** A PostgreSQL URL (see readDatabaseUrl), of the server itself or of a pooler before it. */
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

type ConnectedClient = pg.Client & { processID: number };

/**
 * Gives a session its settings, unless it is a pooler's: those have a number that is not the server process's own.
 * @returns whether it did
 */
async function setUnlessPooled(client: ConnectedClient, settings: SessionSettings): Promise<boolean> {
  const values = Object.entries(settings).flat();
  const set = values.flatMap((_, index) =>
    index % 2 ? [] : [`set_config($${index + 2}, $${index + 3}, false)`],
  );
  const { rows } = await client.query<{ direct: boolean }>({
    text: `SELECT pid = $1 AS direct, CASE WHEN pid = $1 THEN concat(${set.join(", ")}) END FROM pg_backend_pid() AS pid`,
    values: [client.processID, ...values],
    query_timeout: CONNECTION_TIMEOUT_MS,
  } as pg.QueryConfig);
  return rows[0]?.direct ?? false;
}

/**
 * Opens a database. Nothing connects before the first query, so a database that is away shows there.
 * A restart of the server costs the queries that were under way, and nothing else.
 * @throws DatabaseUrlError
 */
export function createDb({
  url,
  applicationName = "koppeling",
  maxConnections = 10,
  statementTimeoutMs = 60_000,
  onPoolError,
}: DbOptions): Db {
  const { config, schema } = readDatabaseUrl(url);
  const limits = {
    lock_timeout: String(LOCK_TIMEOUT_MS),
    idle_in_transaction_session_timeout: String(IDLE_IN_TRANSACTION_TIMEOUT_MS),
    search_path: pg.escapeIdentifier(schema),
  };
  const open = (max: number, timeoutMs: number, isReadOnly: boolean): Omit<Db, "reads"> => {
    const settings = { ...limits, statement_timeout: String(timeoutMs) };
    let isPooled = false;
    const options = {
      ...config,
      application_name: applicationName,
      max,
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
      keepAlive: true,
      // Not with the start of the session: a pooler refuses that, or hands the session to somebody else.
      onConnect: async (client: ConnectedClient) => {
        const forSession = isReadOnly ? { ...settings, default_transaction_read_only: "on" } : settings;
        isPooled ||= !(await setUnlessPooled(client, forSession));
        const forTransaction = isReadOnly ? { ...settings, transaction_read_only: "on" } : settings;
        if (isPooled) limitTransactions(client, forTransaction);
      },
    };
    // The pool waits for onConnect, which the types do not know.
    const pool = new pg.Pool(options as unknown as pg.PoolConfig);
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
  const main = open(maxConnections, statementTimeoutMs, false);
  const readers = open(READ_CONNECTIONS, READ_TIMEOUT_MS, true);
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
      await Promise.all([main.close(), readers.close()]);
    },
  };
}
