// `npm run migration -- add_something`: writes a migration that leads from those there are to prisma/schema.prisma.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { diffMigrations, rootDir } from "./lib/diff-migrations";

const [name = ""] = process.argv.slice(2);
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error("Give it a name of small letters and underscores: npm run migration -- add_something");
  process.exit(1);
}
const { status, output } = await diffMigrations("--script");
if (status !== 0) process.exit(status);
const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const file = path.join("prisma/migrations", `${stamp}_${name}`, "migration.sql");
mkdirSync(path.join(rootDir, path.dirname(file)));
writeFileSync(path.join(rootDir, file), output);
console.log(`${file}: read it, and add what Prisma cannot say. Then: npm test -- --only schema`);
