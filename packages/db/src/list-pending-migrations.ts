import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { withConnection } from "./with-connection";

const UNDEFINED_TABLE = "42P01";

/** The names of the migrations that come with this version, in their order. */
export function listMigrations(migrationsDir: string): string[] {
  return readdirSync(migrationsDir)
    .filter((name) => existsSync(path.join(migrationsDir, name, "migration.sql")))
    .sort();
}

/** The query for the migrations that a database has, in their order. */
export const appliedMigrationsSql = (schema: string): string =>
  `SELECT migration_name AS name FROM ${pg.escapeIdentifier(schema)}._prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`;

/**
 * The migrations of this version that a database lacks, failed ones included. Throws what withConnection does.
 * @param options.migrationsDir the folder `prisma/migrations`
 */
export async function listPendingMigrations(options: {
  url: string;
  migrationsDir: string;
}): Promise<string[]> {
  try {
    const applied = await withConnection(options.url, async (client, schema) => {
      const { rows } = await client.query<{ name: string }>(appliedMigrationsSql(schema));
      return new Set(rows.map((row) => row.name));
    });
    return listMigrations(options.migrationsDir).filter((name) => !applied.has(name));
  } catch (error) {
    if ((error as { code?: string }).code !== UNDEFINED_TABLE) throw error;
    return listMigrations(options.migrationsDir);
  }
}
