import pg from "pg";
import { tsImport } from "tsx/esm/api";

// The one reader of the product's database addresses is TypeScript, which Prisma starts this engine without.
const { readDatabaseUrl } = await tsImport("@koppeling/db/read-database-url", import.meta.url);

/**
 * Takes a Prisma database URL apart.
 * @param {string} databaseUrl
 * @returns {{ database: string, schema: string, config: pg.ClientConfig, adminUrl: string }} `adminUrl` leads to the
 *   server's `postgres` database.
 */
export const splitDatabaseUrl = (databaseUrl) => {
  const { config, schema } = readDatabaseUrl(databaseUrl);
  const adminUrl = new URL(databaseUrl);
  const database = decodeURIComponent(adminUrl.pathname.slice(1)) || "postgres";
  adminUrl.pathname = "/postgres";
  return { database, schema, config, adminUrl: adminUrl.toString() };
};

/** @param {string} name */
export const quoteIdentifier = (name) => `"${name.replaceAll('"', '""')}"`;

/**
 * Runs `work` on one connection and closes it.
 * @template Result
 * @param {string} databaseUrl
 * @param {(client: pg.Client) => Promise<Result>} work
 */
export const withClient = async (databaseUrl, work) => {
  const client = new pg.Client(readDatabaseUrl(databaseUrl).config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** The latter when two processes make it at the same moment. */
const DUPLICATE_DATABASE = ["42P04", "23505"];

/** Creates the database and the schema of a URL where they are missing; answers the database's name. */
export const createDatabase = async (databaseUrl) => {
  const { database, schema, adminUrl } = splitDatabaseUrl(databaseUrl);
  await withClient(adminUrl, async (client) => {
    try {
      await client.query(`CREATE DATABASE ${quoteIdentifier(database)}`);
    } catch (error) {
      if (!DUPLICATE_DATABASE.includes(error.code)) throw error;
    }
  });
  if (schema !== "public") {
    await withClient(databaseUrl, (client) =>
      client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`),
    );
  }
  return database;
};

/** Drops a database, with the sessions that are open in it. */
export const dropDatabase = (adminUrl, database) =>
  withClient(adminUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(database)} WITH (FORCE)`),
  );

/**
 * Prisma's code and sentence for an error of the driver: its command line decides by the code, and creates the
 * database on P1003.
 * @returns {{ code: string, message: string }}
 */
export const toPrismaError = (error, databaseUrl) => {
  const { database } = splitDatabaseUrl(databaseUrl);
  if (error.code === "3D000") return { code: "P1003", message: `Database \`${database}\` does not exist` };
  if (error.code === "28P01" || error.code === "28000") {
    return { code: "P1000", message: `Authentication failed against database server: ${error.message}` };
  }
  if (
    ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH"].includes(error.code)
  ) {
    return { code: "P1001", message: `Can't reach database server at \`${new URL(databaseUrl).host}\`` };
  }
  return { code: "P1010", message: error.message };
};
