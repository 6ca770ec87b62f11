import { loadForCommand, withDatabase } from "../open-installation";
import { bringUpToDate, openDatabase } from "../open-database";
import type { Output } from "../output";

/** `migrate`: brings the database up to this version. Needs nothing else of the environment. */
export async function migrateCommand(): Promise<Output> {
  const found = await loadForCommand();
  const database = await openDatabase(found);
  try {
    const applied = await bringUpToDate(withDatabase(found, database), database);
    const text = applied.length > 0 ? `Applied: ${applied.join(", ")}` : "The database is up to date.";
    return { json: { applied }, text };
  } finally {
    await database.stop();
  }
}
