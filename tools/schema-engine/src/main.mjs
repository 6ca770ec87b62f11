#!/usr/bin/env node
// Prisma's schema engine from npm. The command line of Prisma wants a native binary that it downloads at run
// time; this speaks the same protocol (JSON-RPC over stdin and stdout) and does the work with the official
// WASM build. prisma.config.ts points at this file, PRISMA_SCHEMA_ENGINE_BINARY at another engine.

import { runCliCommand } from "./cli-command.mjs";
import { loadSchemaEngine } from "./load-engine.mjs";
import { serveJsonRpc } from "./serve-json-rpc.mjs";

const args = process.argv.slice(2);

/** The values of an option that may be given more than once. */
const optionValues = (name) => args.flatMap((arg, index) => (arg === name ? [args[index + 1]] : []));

if (args.includes("--version") || args[0] === "version") {
  console.log("schema-engine-cli wasm");
} else {
  const datasource = JSON.parse(optionValues("--datasource")[0] ?? "{}");
  const cliIndex = args.indexOf("cli");
  if (cliIndex >= 0) {
    process.exitCode = await runCliCommand(args[cliIndex + 1], datasource.url);
  } else {
    const engine = await loadSchemaEngine({ datasource, schemaFiles: optionValues("--datamodels") });
    await serveJsonRpc(engine);
    await engine.dispose();
    process.exit(0);
  }
}
