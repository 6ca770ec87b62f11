import { readFileSync } from "node:fs";
import path from "node:path";

/** The statements in `prisma/access`, which people may also run by hand. */
export const readAccessSql = (rootDir: string, name: "close" | "assert"): string =>
  readFileSync(path.join(rootDir, "prisma/access", `${name}.sql`), "utf8");
