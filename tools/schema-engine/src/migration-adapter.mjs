import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { dropDatabase, quoteIdentifier, splitDatabaseUrl, withClient } from "./database-server.mjs";

// adapter-pg is made for an application's queries. Three things that migrations need are added here; each
// was seen to fail without.

const CHAR_OID = 18;
const TEXT_OID = 25;
/** `Character` of driver-adapter-utils' ColumnTypeEnum. */
const CHARACTER_COLUMN = 6;

/** @type {WeakSet<object>} */
const taughtPrototypes = new WeakSet();

/**
 * Teaches the adapter PostgreSQL's type "char", which pg_catalog is full of. The methods sit on the prototype
 * that an adapter shares with its transactions, so that those learn it too.
 */
const teachCharType = (adapter) => {
  const queryable = Object.getPrototypeOf(Object.getPrototypeOf(adapter));
  if (taughtPrototypes.has(queryable)) return;
  taughtPrototypes.add(queryable);
  const { performIO, queryRaw } = queryable;
  queryable.performIO = async function (query) {
    const result = await performIO.call(this, query);
    this.charColumns = (result.fields ?? []).map((field) => field.dataTypeID === CHAR_OID);
    for (const field of result.fields ?? []) {
      if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
    }
    return result;
  };
  queryable.queryRaw = async function (query) {
    const result = await queryRaw.call(this, query);
    this.charColumns?.forEach((isChar, index) => {
      if (isChar) result.columnTypes[index] = CHARACTER_COLUMN;
    });
    return result;
  };
};

/** The adapter splits a script on `;`, which breaks function bodies: this sends it whole, as the native engine does. */
const sendScriptsWhole = (adapter, onFailure) => {
  adapter.executeScript = async function (script) {
    try {
      await this.client.query(script);
    } catch (error) {
      onFailure(error);
      this.onError(error);
    }
  };
};

/**
 * A factory of connections for the schema engine.
 * @param {{ url?: string, shadowDatabaseUrl?: string }} datasource
 */
export const createMigrationAdapterFactory = (datasource) => {
  const open = [];
  let scriptError = null;
  // Commands that compare two schema files never connect, but are given a factory all the same.
  const databaseUrl = datasource.url ?? "postgresql://localhost:1/none";

  const connect = async (url, afterDispose) => {
    const parts = splitDatabaseUrl(url);
    // One session: the advisory lock and every SET of a migration must stick.
    const pool = new pg.Pool({
      ...parts.config,
      max: 1,
      // Poolers refuse it as a parameter of the start.
      onConnect: (client) => client.query(`SET search_path = ${quoteIdentifier(parts.schema)}`),
    });
    // A lost idle connection is reported by the next query; unheard, it would end this process.
    pool.on("error", () => {});
    const adapter = await new PrismaPg(pool, { schema: parts.schema, disposeExternalPool: true }).connect();
    teachCharType(adapter);
    sendScriptsWhole(adapter, (error) => {
      scriptError = error;
    });
    const dispose = adapter.dispose.bind(adapter);
    let disposing;
    adapter.dispose = () => {
      // The engine takes nothing but undefined from this.
      disposing ??= dispose().then(async () => {
        await afterDispose?.();
      });
      return disposing;
    };
    open.push(adapter);
    return adapter;
  };

  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connect(databaseUrl),
    /** adapter-pg's own would connect to the REAL database, because a connection string outranks the name. */
    connectToShadowDb: async () => {
      if (datasource.shadowDatabaseUrl) return connect(datasource.shadowDatabaseUrl);
      const { adminUrl } = splitDatabaseUrl(databaseUrl);
      const shadow = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
      await withClient(adminUrl, (client) => client.query(`CREATE DATABASE ${quoteIdentifier(shadow)}`));
      const shadowUrl = new URL(databaseUrl);
      shadowUrl.pathname = `/${shadow}`;
      return connect(shadowUrl.toString(), () => dropDatabase(adminUrl, shadow));
    },
    /** PostgreSQL's own error of the last script that failed: the adapter keeps little of it. */
    lastScriptError: () => scriptError,
    /** Closes what is still open. A connection that is gone already needs no closing. */
    disposeAll: () => Promise.allSettled(open.map((adapter) => adapter.dispose())),
  };
};
