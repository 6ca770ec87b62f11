import { randomUUID } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { listMigrations, listPendingMigrations } from "./list-pending-migrations";
import { migrate } from "./migrate";
import { createTestDatabase, loadTestClusterUrl } from "@koppeling/testing/create-test-database";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";

const repositoryRoot = fileURLToPath(new URL("../../..", import.meta.url));
const migrationsDir = path.join(repositoryRoot, "prisma/migrations");

/** The URL of a database that does not exist yet. */
async function freshUrl(): Promise<string> {
  const url = new URL(await loadTestClusterUrl());
  url.pathname = `/fresh_${randomUUID().replaceAll("-", "")}`;
  return url.toString();
}

/** What a migration takes away although the version before knows it, and why that harms nobody. */
const TAKEN_AWAY = {
  "compared_rules.version": "read by a job alone, which tries again in the new version",
};

describe("the migrations", () => {
  it("take away no table and no column that the version before still reads while it runs", () => {
    const taken = listMigrations(migrationsDir).flatMap((name) => {
      const sql = readFileSync(path.join(migrationsDir, name, "migration.sql"), "utf8");
      return sql.split(";").flatMap((statement) => {
        const table = /\bALTER TABLE (?:ONLY )?"?(\w+)/i.exec(statement)?.[1] ?? "";
        const columns = [...statement.matchAll(/\bDROP COLUMN (?:IF EXISTS )?"?(\w+)/gi)];
        const tables = [...statement.matchAll(/\bDROP TABLE (?:IF EXISTS )?"?(\w+)/gi)];
        return [...columns.map(([, column]) => `${table}.${column}`), ...tables.map(([, gone]) => gone)];
      });
    });
    expect(taken).toEqual(Object.keys(TAKEN_AWAY));
  });

  it("leave the version before its list of ended sessions", async () => {
    await using database = await createTestDatabase();
    const { rows } = await database.db.pool.query("SELECT session_id, ended_at FROM ended_sessions");
    expect(rows).toEqual([]);
  });
});

describe("migrate", () => {
  it("makes the database, applies every migration once, and then nothing", async () => {
    const url = await freshUrl();
    const all = listMigrations(migrationsDir);
    expect(await migrate({ url })).toEqual({ applied: all });
    expect(await listPendingMigrations({ url, migrationsDir })).toEqual([]);
    expect(await migrate({ url })).toEqual({ applied: [] });
  });

  it("lets one of three apply when all start at once", async () => {
    const url = await freshUrl();
    const results = await Promise.all([migrate({ url }), migrate({ url }), migrate({ url })]);
    expect(results.flatMap((result) => result.applied)).toEqual(listMigrations(migrationsDir));
  });

  it("keeps two runs from being under way, and rep addresses in lower case", async () => {
    await using database = await createTestDatabase();
    const { db } = database;
    const run = {
      kind: "window",
      trigger: "manual",
      windowFrom: new Date(0),
      windowTo: new Date(1),
    } as const;
    await db.prisma.syncRun.create({ data: { ...run, status: "succeeded" } });
    await db.prisma.syncRun.create({ data: { ...run, status: "running" } });
    await expect(db.prisma.syncRun.create({ data: { ...run, status: "queued" } })).rejects.toMatchObject({
      code: "P2002",
    });
    await expect(
      db.prisma.salesRep.create({ data: { name: "Ada", email: "Ada@example.com" } }),
    ).rejects.toThrow("sales_reps_email_lower_case");
  });

  it("says that the database is away, without the password", async () => {
    const url = "postgresql://someone:verysecret@127.0.0.1:9/none";
    const failure = await migrate({ url }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "P1001",
      message: expect.stringContaining("127.0.0.1:9") as string,
    });
    expect((failure as Error).message).not.toContain("verysecret");
  });

  it("says that the password is wrong", async () => {
    const url = new URL(await loadTestClusterUrl());
    url.password = "wrong-password";
    const failure = await migrate({ url: url.toString() }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "P1000" });
    expect((failure as Error).message).not.toContain("wrong-password");
  });

  it("names the migration that failed, now and at the next start", async () => {
    using directory = createTemporaryDirectory();
    const migration = path.join(directory.path, "prisma/migrations/20260101000000_broken");
    mkdirSync(migration, { recursive: true });
    writeFileSync(path.join(migration, "migration.sql"), "SELECT no_such_column;");
    for (const shared of ["node_modules", "tools", "package.json"]) {
      symlinkSync(path.join(repositoryRoot, shared), path.join(directory.path, shared));
    }
    copyFileSync(
      path.join(repositoryRoot, "prisma.config.ts"),
      path.join(directory.path, "prisma.config.ts"),
    );
    copyFileSync(
      path.join(repositoryRoot, "prisma/schema.prisma"),
      path.join(directory.path, "prisma/schema.prisma"),
    );
    const options = { url: await freshUrl(), rootDir: directory.path };
    await expect(migrate(options)).rejects.toMatchObject({
      code: "P3018",
      message: expect.stringMatching(/20260101000000_broken[\s\S]*no_such_column/) as string,
    });
    await expect(migrate(options)).rejects.toMatchObject({
      code: "P3009",
      message: expect.stringContaining("20260101000000_broken") as string,
    });
  });
});
