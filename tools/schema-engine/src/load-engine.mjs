import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { createDatabase } from "./database-server.mjs";
import { createMigrationAdapterFactory } from "./migration-adapter.mjs";

const WASM_MODULE = "@prisma/schema-engine-wasm/schema_engine_bg";

/** Loads the WASM by hand, since Node has no importing of `.wasm` files yet. */
const loadWasm = async () => {
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasmFile = createRequire(import.meta.url)
    .resolve(WASM_MODULE)
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmFile), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
};

/**
 * The native engine's error for a migration that failed; the WASM build tells its name in the trace alone.
 * @param {Error} error of the engine
 * @param {(Error & { code?: string }) | null} databaseError of the script
 */
const toFailedMigration = (error, databaseError) => {
  const name = /migration_name="([^"]+)"/.exec(error.message)?.[1];
  if (!name || !databaseError) return error;
  const message = [
    "A migration failed to apply. New migrations cannot be applied before the error is recovered from. " +
      "Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve",
    `Migration name: ${name}`,
    `Database error code: ${databaseError.code}`,
    `Database error:\nERROR: ${databaseError.message}`,
  ].join("\n\n");
  const meta = {
    migration_name: name,
    database_error_code: databaseError.code,
    database_error: databaseError.message,
  };
  return Object.assign(new Error(message, { cause: error }), { code: "P3018", meta });
};

/**
 * @param {{ datasource: { url?: string, shadowDatabaseUrl?: string }, schemaFiles: string[] }} options
 * @returns {Promise<{ call(method: string, params: any): Promise<any>, dispose(): Promise<unknown> }>} `call`
 *   runs one method of the native engine's protocol and throws the engine's errors.
 */
export const loadSchemaEngine = async ({ datasource, schemaFiles }) => {
  const SchemaEngine = await loadWasm();
  const factory = createMigrationAdapterFactory(datasource);
  const datamodels = schemaFiles.map((file) => [file, readFileSync(file, "utf8")]);
  let engine;

  const callEngine = async (method, params) => {
    engine ??= await SchemaEngine.new(
      { datamodels: datamodels.length > 0 ? datamodels : undefined },
      () => {},
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    if (typeof engine[method] !== "function") {
      throw new Error(`method ${method} is not supported by the WASM schema engine`);
    }
    // These two have no shadow database of their own here: they live off what devDiagnostic leaves in memory.
    if (method === "evaluateDataLoss" || method === "createMigration") {
      await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
    }
    return engine[method](params);
  };

  return {
    call: async (method, params) => {
      switch (method) {
        case "createDatabase":
          return { databaseName: await createDatabase(params?.datasource?.url ?? datasource.url) };
        case "getDatabaseVersion":
          return callEngine("version", params);
        case "getDatabaseDescription":
          return { description: "PostgreSQL" };
        case "applyMigrations":
          return callEngine(method, params).catch((error) => {
            throw toFailedMigration(error, factory.lastScriptError());
          });
        default:
          return callEngine(method, params);
      }
    },
    dispose: factory.disposeAll,
  };
};
