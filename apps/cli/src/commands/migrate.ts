import { loadForCommand, withDatabase } from "../open-installation";
import { bringUpToDate, describeUpdate, openDatabase } from "../open-database";
import type { Output } from "../output";

/** `migrate`: brings the database up to this version, and closes what is open of it. Needs nothing else of the environment. */
export async function migrateCommand(): Promise<Output> {
  const found = await loadForCommand();
  const database = await openDatabase(found);
  try {
    const done = await bringUpToDate(withDatabase(found, database), database);
    const { applied, closed } = done;
    const text =
      applied.length > 0 ? `Applied: ${applied.join(", ")}` : `The database is ${describeUpdate(done)}.`;
    return { json: { applied, closed }, text };
  } finally {
    await database.stop();
  }
}
