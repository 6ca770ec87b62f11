import { stat } from "node:fs/promises";
import path from "node:path";
import { writeBackup } from "@koppeling/db/write-backup";
import { listenForStop } from "../listen-for-stop";
import { openDatabase } from "../open-database";
import { loadForCommand } from "../open-installation";
import type { Output } from "../output";

export const noteTable = (table: { name: string; rows: number }): void => {
  process.stderr.write(`${table.name}: ${table.rows} rows\n`);
};

/** `backup`: writes every row of the database into one file, as they are at one moment. Needs nothing else of the environment. */
export async function backupCommand(name: string): Promise<Output> {
  const file = path.resolve(name);
  const signal = listenForStop();
  const database = await openDatabase(await loadForCommand());
  try {
    const { madeAt, tables } = await writeBackup({
      url: database.directUrl,
      file,
      onTable: noteTable,
      signal,
    });
    const { size: bytes } = await stat(file);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    return {
      json: { success: true, file, madeAt, rows, tables: tables.length, bytes },
      text:
        `${rows} rows of ${tables.length} tables are in ${file} (${bytes} bytes).\n` +
        "It holds what was said in calls, and its secrets are sealed: keep SETTINGS_ENCRYPTION_KEYS and AUDIT_HMAC_KEY elsewhere.",
    };
  } finally {
    await database.stop();
  }
}
