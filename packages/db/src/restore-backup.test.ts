import { createHash, randomUUID } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { createTestDatabase, loadTestClusterUrl } from "@koppeling/testing/create-test-database";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { createRuntimeRole, findOpenDoors } from "./close-database";
import { listMigrations } from "./list-pending-migrations";
import { readBackup } from "./read-backup";
import { restoreBackup } from "./restore-backup";
import { withConnection } from "./with-connection";
import { writeBackup } from "./write-backup";

const rootDir = fileURLToPath(new URL("../../..", import.meta.url));
const migrationsDir = path.join(rootDir, "prisma/migrations");

/** The URL of a database that does not exist yet. */
async function freshUrl(): Promise<string> {
  const url = new URL(await loadTestClusterUrl());
  url.pathname = `/fresh_${randomUUID().replaceAll("-", "")}`;
  return url.toString();
}

/** As the command line does: the file is read whole before the database is touched. */
async function restore(url: string, file: string): Promise<void> {
  const header = await readBackup(file);
  await restoreBackup({ url, file, header, rootDir });
}

/** A database with some rows, and a backup of it. */
async function createBackup() {
  const directory = createTemporaryDirectory();
  const database = await createTestDatabase();
  const { pool } = database.db;
  await pool.query(
    `INSERT INTO users (email, name) VALUES ('ada@example.com', E'\\\\.\\n\\\\.\\n\\t"Ada"\\\\'), ('bob@example.com', NULL);
     INSERT INTO sales_reps (name, email) SELECT 'Anna ' || n, 'anna' || n || '@example.com' FROM generate_series(1, 20000) n;
     INSERT INTO recordings (recording_id, decision, sales_rep_id) SELECT 7, 'imported', id FROM sales_reps LIMIT 1;
     INSERT INTO calls (recording_id, sales_rep_id, matched_by, title, recorder_email, started_at, details_hash, observed_at)
     SELECT recording_id, sales_rep_id, 'email', 'A call', 'anna@example.com', now(), '', now() FROM recordings;
     INSERT INTO transcripts (recording_id, lines) VALUES (7, '{"speakers":[],"lines":[]}');
     INSERT INTO webhook_events (webhook_id, body, sent_at, received_at, due_at) VALUES ('w', '\\x00ff5c2e0a', now(), now(), now())`,
  );
  const file = path.join(directory.path, "a backup");
  const header = await writeBackup({ url: database.url, file });
  return {
    database,
    file,
    header,
    beside: (name: string, bytes: Buffer | string) => {
      const other = path.join(directory.path, name);
      writeFileSync(other, bytes);
      return other;
    },
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

/** Every row of every table, as text. */
async function readRows(url: string): Promise<Record<string, string[]>> {
  return await withConnection(url, async (client, schema) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND tablename <> '_prisma_migrations' ORDER BY 1",
      [schema],
    );
    const found: Record<string, string[]> = {};
    for (const { name } of tables) {
      const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
      const { rows } = await client.query<{ row: string }>(
        `SELECT t::text AS row FROM ${table} t ORDER BY 1`,
      );
      found[name] = rows.map(({ row }) => row);
    }
    return found;
  });
}

async function asAdmin(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: await loadTestClusterUrl() });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

describe("a backup", () => {
  it("brings every row back, into a database that an account without privileges owns", async () => {
    await using source = await createBackup();
    expect(statSync(source.file).mode & 0o777).toBe(0o600);
    const name = `owner_${randomUUID().slice(0, 8)}`;
    await asAdmin(
      `CREATE ROLE ${name} LOGIN PASSWORD 'of the owner'`,
      `CREATE DATABASE ${name} OWNER ${name}`,
    );
    const url = new URL(await loadTestClusterUrl());
    [url.username, url.password, url.pathname] = [name, "of the owner", `/${name}`];
    await restore(url.href, source.file);
    const rows = await readRows(url.href);
    expect(rows).toEqual(await readRows(source.database.url));
    expect(rows.users).toHaveLength(2);
    expect(rows.sales_reps).toHaveLength(20_000);
    expect(await findOpenDoors({ url: url.href })).toEqual([]);
    // Triggers work again.
    await withConnection(url.href, (client) =>
      client.query("DELETE FROM transcripts; DELETE FROM recordings WHERE recording_id = 8"),
    );
    expect((await readRows(url.href)).call_search_queue).toHaveLength(1);
    await expect(restore(url.href, source.file)).rejects.toThrow(
      /holds rows already \(call_search_queue, calls, ledger_counts, recordings, rules_changes, 3 more\)/,
    );
    await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${name}`);
  });

  it("goes into empty tables, with what their sequences had given out, and beside other tables", async () => {
    await using source = await createBackup();
    await using target = await createTestDatabase();
    for (const { db } of [source.database, target])
      await db.pool.query(
        "ALTER TABLE rate_limits ADD COLUMN number serial; CREATE TABLE of_another_program (id int)",
      );
    await source.database.db.pool.query(
      "INSERT INTO rate_limits (key) VALUES ('a'), ('b'); INSERT INTO of_another_program VALUES (1)",
    );
    await writeBackup({ url: source.database.url, file: source.file });
    await restore(target.url, source.file);
    const restored = await readRows(target.url);
    expect(restored).toEqual({ ...(await readRows(source.database.url)), of_another_program: [] });
    await target.db.pool.query("INSERT INTO rate_limits (key) VALUES ('c')");
    expect(await target.db.prisma.$queryRaw`SELECT number FROM rate_limits WHERE key = 'c'`).toEqual([
      { number: 3 },
    ]);
  });

  it("is restored by its own migrations, and refused where the tables are newer", async () => {
    await using source = await createBackup();
    const last = listMigrations(migrationsDir).at(-1) ?? "";
    const text = gunzipSync(readFileSync(source.file)).toString();
    expect(source.header.migrations).toContain(last);
    await using target = await createTestDatabase();
    const header = { ...source.header, migrations: source.header.migrations.slice(0, -1) };
    const options = { file: source.file, header, rootDir };
    await expect(restoreBackup({ ...options, url: target.url })).rejects.toThrow(
      `the tables of a newer version than the backup (${last})`,
    );
    expect(text).toContain(last);
    const newer = { ...header, migrations: [...source.header.migrations, "20990101000000_later"] };
    await expect(restoreBackup({ ...options, url: target.url, header: newer })).rejects.toThrow(
      "made by a newer version of this product (20990101000000_later)",
    );
    expect((await readRows(target.url)).users).toEqual([]);
  });

  it("is not made by an account that would see only some rows, nor of a database without tables", async () => {
    await using source = await createBackup();
    const role = `runtime_${randomUUID().slice(0, 8)}`;
    await createRuntimeRole({ url: source.database.url, role, password: "of the runtime" });
    const url = new URL(source.database.url);
    [url.username, url.password] = [role, "of the runtime"];
    const before = readFileSync(source.file);
    await expect(writeBackup({ url: url.href, file: source.file })).rejects.toThrow(
      "set DIRECT_DATABASE_URL",
    );
    const empty = new URL(source.database.url);
    empty.searchParams.set("schema", "nowhere");
    await expect(writeBackup({ url: empty.href, file: source.file })).rejects.toThrow("nothing to back up");
    await expect(writeBackup({ url: source.database.url, file: "/no/such/folder/b" })).rejects.toThrow(
      "/no/such/folder/b cannot be written (ENOENT)",
    );
    const stopped = writeBackup({ url: source.database.url, file: source.file, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow("Stopped. No backup was made.");
    expect(readFileSync(source.file).equals(before)).toBe(true);
    await source.database.db.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });
});

describe("a file that is no whole backup", () => {
  const change = (bytes: Buffer, edit: (text: string) => string) =>
    gzipSync(edit(gunzipSync(bytes).toString("latin1")));
  const FILES: [about: string, make: (bytes: Buffer) => Buffer | string, sentence: RegExp][] = [
    ["cut in the middle", (bytes) => bytes.subarray(0, bytes.length / 2), /ends too early: it was cut off/],
    ["cut by one byte", (bytes) => bytes.subarray(0, -1), /ends too early: it was cut off/],
    [
      "packed again without its end",
      (bytes) => change(bytes, (text) => text.slice(0, -90)),
      /ends too early: it was cut off/,
    ],
    [
      "with one byte turned over",
      (bytes) => bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 0x10 : byte)) as Buffer,
      /is damaged/,
    ],
    [
      "packed again with another row",
      (bytes) => change(bytes, (text) => text.replace("bob@", "eve@")),
      /is damaged/,
    ],
    ["with more at its end", (bytes) => change(bytes, (text) => `${text}more\n`), /is damaged/],
    ["a text", () => "no backup\n", /is no backup of this product/],
    ["somebody else's archive", () => gzipSync("no backup"), /is no backup of this product/],
    ["empty", () => "", /is no backup of this product|cut off/],
    [
      "of a form to come",
      (bytes) => change(bytes, (text) => text.replace('"version":1', '"version":2')),
      /made by a newer version of this product/,
    ],
  ];

  it("is told from a whole one wherever its parts meet the reader's chunks", async () => {
    using directory = createTemporaryDirectory();
    const file = path.join(directory.path, "a backup");
    const row = (length: number) => `${"x".repeat(length - 4)}\\\\.\n`;
    const tables = ["a", "b"].map((name) => ({ name, columns: ["c"], rows: 1 }));
    const madeAt = new Date(0).toISOString();
    const header = `${JSON.stringify({ format: "koppeling-backup", version: 1, madeAt, migrations: [], tables, sequences: [] })}\n`;
    for (let past = -12; past < 12; past += 1) {
      const length = 256 * 1024 - header.length + past;
      const text = `${header}${row(length)}\\.\n${row(5)}\\.\n`;
      const sha256 = createHash("sha256").update(text).digest("hex");
      writeFileSync(file, gzipSync(`${text}${JSON.stringify({ sha256 })}\n`, { level: 1 }));
      const found: Record<string, string> = {};
      await readBackup(file, async ({ name }, rows) => {
        found[name] = "";
        for await (const chunk of rows) found[name] += chunk.toString();
      });
      expect(found.a === row(length) && found.b === row(5), String(past)).toBe(true);
    }
  });

  it("is refused with a sentence of its own, before the database is touched", async () => {
    await using source = await createBackup();
    const url = await freshUrl();
    for (const [about, make, sentence] of FILES) {
      const file = source.beside(about, make(readFileSync(source.file)));
      await expect(restore(url, file), about).rejects.toThrow(sentence);
      await expect(restore(url, file), about).rejects.toMatchObject({ name: "BackupError" });
    }
    await expect(restore(url, "/no/such/file")).rejects.toThrow("/no/such/file cannot be read (ENOENT)");
    await expect(readRows(url)).rejects.toMatchObject({ code: "3D000" });
  });

  it("leaves no row when it is damaged after it was looked at", async () => {
    await using source = await createBackup();
    await using target = await createTestDatabase();
    const header = await readBackup(source.file);
    const file = source.beside(
      "damaged",
      change(readFileSync(source.file), (text) => text.replace("bob@", "eve@")),
    );
    await expect(restoreBackup({ url: target.url, file, header, rootDir })).rejects.toThrow("is damaged");
    expect(Object.values(await readRows(target.url)).flat()).toEqual([]);
  });
});
