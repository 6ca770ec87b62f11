import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createDb } from "@koppeling/db/create-db";
import { migrate } from "@koppeling/db/migrate";
import { createTestDatabase } from "@koppeling/testing/create-test-database";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { rootDir } from "../../../scripts/lib/install.mjs";

/** Runs Prisma's own command line, which starts the engine under test. */
function runPrisma(databaseUrl: string, ...args: string[]) {
  const command = path.join(rootDir, "node_modules/prisma/build/index.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: rootDir,
    env: { ...process.env, DATABASE_URL: databaseUrl, DIRECT_DATABASE_URL: databaseUrl },
    encoding: "utf8",
  });
  return { exitCode: status, output: stdout + stderr };
}

/** A project with this schema and one migration of its own. */
function createProject(migration: string) {
  const directory = createTemporaryDirectory();
  const folder = path.join(directory.path, "prisma/migrations/20260101000000_only");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "migration.sql"), migration);
  for (const name of ["node_modules", "tools", "package.json"]) {
    symlinkSync(path.join(rootDir, name), path.join(directory.path, name));
  }
  for (const name of ["prisma.config.ts", "prisma/schema.prisma"]) {
    copyFileSync(path.join(rootDir, name), path.join(directory.path, name));
  }
  return directory;
}

describe("schema engine", () => {
  it("replays migrations in a shadow database, and leaves the real one alone", async () => {
    await using database = await createTestDatabase();
    const { pool } = database.db;
    await pool.query("CREATE TABLE marker (); INSERT INTO marker DEFAULT VALUES");
    const { exitCode, output } = runPrisma(
      database.url,
      ...["migrate", "diff", "--from-migrations", "prisma/migrations", "--to-schema", "prisma/schema.prisma"],
      "--exit-code",
    );
    expect(output).toContain("No difference");
    expect(exitCode).toBe(0);
    expect((await pool.query("SELECT FROM marker")).rowCount).toBe(1);
    const shadows = await pool.query(
      "SELECT FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow_db_%'",
    );
    expect(shadows.rowCount).toBe(0);
  });

  it("tells a difference by its exit code", async () => {
    await using database = await createTestDatabase();
    await database.db.pool.query("ALTER TABLE calls ADD COLUMN surprise text");
    const { exitCode, output } = runPrisma(
      database.url,
      ...[
        "migrate",
        "diff",
        "--from-config-datasource",
        "--to-schema",
        "prisma/schema.prisma",
        "--exit-code",
      ],
    );
    expect(exitCode).toBe(2);
    expect(output).toContain("surprise");
  });

  it("sends function bodies whole, into the schema of the URL", async () => {
    await using database = await createTestDatabase();
    using project = createProject(`
      CREATE FUNCTION answer() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 42; END $$;
      CREATE TABLE things (name text);
    `);
    const url = `${database.url}?schema=elsewhere`;
    expect(await migrate({ url, rootDir: project.path })).toEqual({ applied: ["20260101000000_only"] });
    const db = createDb({ url });
    expect(
      (await db.pool.query("SELECT elsewhere.answer() AS answer FROM things RIGHT JOIN (SELECT) one ON true"))
        .rows,
    ).toEqual([{ answer: 42 }]);
    await db.close();
  });
});
