import {
  createDatabase,
  dropDatabase,
  splitDatabaseUrl,
  toPrismaError,
  withClient,
} from "./database-server.mjs";

/** The native engine writes its log as JSON lines on stderr, and Prisma reads errors from there. */
const log = (level, message, extra = {}) => {
  const line = {
    timestamp: new Date().toISOString(),
    level,
    fields: { message, ...extra },
    target: "schema_engine::logger",
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
};

/** @type {Record<string, (databaseUrl: string) => Promise<unknown>>} */
const commands = {
  "can-connect-to-database": (databaseUrl) => withClient(databaseUrl, (client) => client.query("SELECT 1")),
  "create-database": createDatabase,
  "drop-database": (databaseUrl) => {
    const { adminUrl, database } = splitDatabaseUrl(databaseUrl);
    return dropDatabase(adminUrl, database);
  },
};

/**
 * Runs `schema-engine cli <command>`.
 * @param {string | undefined} name
 * @param {string} databaseUrl
 * @returns {Promise<0 | 1>} the exit code
 */
export const runCliCommand = async (name, databaseUrl) => {
  log("INFO", "Starting schema engine CLI");
  try {
    const command = commands[name ?? ""];
    if (!command) throw new Error(`unsupported cli command ${name}`);
    await command(databaseUrl);
    return 0;
  } catch (error) {
    const { code, message } = toPrismaError(error, databaseUrl);
    log("ERROR", message, { error_code: code, is_panic: false, meta: null });
    return 1;
  }
};
