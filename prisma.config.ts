import { existsSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "prisma/config";

// The native schema engine is downloaded at run time, which many machines cannot do: the WASM one comes from npm. An
// installation without `tools` uses the native one.
const engine = path.join(import.meta.dirname, "tools/schema-engine/src/main.mjs");
if (existsSync(engine)) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= engine;

export default defineConfig({
  schema: "prisma/schema.prisma",
  // A backup is restored into a database of its own version first, by the migrations of that alone.
  migrations: {
    path: process.env.KOPPELING_MIGRATIONS_DIR ?? "prisma/migrations",
    seed: "node --import tsx prisma/seed.ts",
  },
  datasource: {
    url: process.env.DIRECT_DATABASE_URL ?? process.env.DATABASE_URL ?? "postgresql://localhost:1/none",
  },
});
