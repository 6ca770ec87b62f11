import path from "node:path";
import { closeDeps } from "@koppeling/api/create-deps";
import { checkConsistency } from "@koppeling/api/features/health/check-consistency";
import { verifySecrets } from "@koppeling/api/features/settings/verify-secrets";
import { readBackup } from "@koppeling/db/read-backup";
import { restoreBackup } from "@koppeling/db/restore-backup";
import { CliError } from "../cli-error";
import { checkEnvironment, type LoadedEnvironment } from "../env";
import { bringUpToDate, openDatabase, valuesForPrisma } from "../open-database";
import { createCommandDeps, loadForCommand, NOT_YET, withDatabase } from "../open-installation";
import type { Output } from "../output";
import { noteTable } from "./backup";

/** The same installation with another database. */
function pointElsewhere(loaded: LoadedEnvironment, url: string): LoadedEnvironment {
  if (!/^postgres(ql)?:/.test(url) || !URL.canParse(url))
    throw new CliError(
      "--into takes the address of a database: postgresql://account:password@host:5432/name",
    );
  return { ...loaded, values: { ...loaded.values, DATABASE_URL: url, DIRECT_DATABASE_URL: url } };
}

/** What is not as it was, in words; nothing as a rule. */
function describeFaults(
  faults: { check: string; subject: string; detail: string }[],
  secrets: string,
): string[] {
  return [
    ...faults.slice(0, 20).map(({ check, subject, detail }) => `✗ ${check} ${subject}: ${detail}`),
    ...(faults.length > 20 ? [`✗ and ${faults.length - 20} more`] : []),
    ...(secrets === "unreadable"
      ? [
          "! The stored secrets ask for other SETTINGS_ENCRYPTION_KEYS than these (koppeling settings verify says which).",
        ]
      : []),
  ];
}

/** `restore`: puts a backup into an empty database, brings that up to this version, and checks that all of it agrees. */
export async function restoreCommand(name: string, options: { into?: string }): Promise<Output> {
  const file = path.resolve(name);
  const found = await loadForCommand();
  const loaded = options.into === undefined ? found : pointElsewhere(found, options.into);
  checkEnvironment({ DATABASE_URL: NOT_YET, ...loaded.values });
  const header = await readBackup(file);
  const database = await openDatabase(loaded);
  try {
    const { rootDir } = loaded;
    const environment = valuesForPrisma(loaded);
    const url = database.directUrl;
    await restoreBackup({ url, file, header, rootDir, environment, onTable: noteTable });
    const { applied } = await bringUpToDate(loaded, database);
    const deps = createCommandDeps(withDatabase(loaded, database));
    try {
      const faults = await checkConsistency(deps);
      const { verdict: secrets } = await verifySecrets(deps);
      const rows = header.tables.reduce((sum, table) => sum + table.rows, 0);
      const lines = describeFaults(faults, secrets);
      return {
        json: { success: faults.length === 0, file, madeAt: header.madeAt, rows, applied, secrets, faults },
        text: [
          `${rows} rows of ${header.madeAt} are in the database (${database.about}).`,
          ...lines,
          ...(faults.length === 0 ? ["The accounts agree."] : []),
        ].join("\n"),
        exitCode: faults.length > 0 ? 1 : secrets === "unreadable" ? 2 : 0,
      };
    } finally {
      await closeDeps(deps);
    }
  } finally {
    await database.stop();
  }
}
