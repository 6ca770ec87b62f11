import { closeDeps, createDeps } from "@koppeling/api/create-deps";
import type { Deps } from "@koppeling/api/deps";
import { CliError } from "./cli-error";
import { checkEnvironment, type LoadedEnvironment, loadEnvironment } from "./env";
import { ensureLocalSecrets } from "./local-secrets";
import { bringUpToDate, findPendingMigrations, type OpenDatabase, openDatabase } from "./open-database";
import { isSandboxWanted, openSandbox, sandboxWasUsed } from "./open-sandbox";

/** An installation that a command works on. */
export interface Installation {
  loaded: LoadedEnvironment;
  database: OpenDatabase;
  deps: Deps;
}

/** Stands in for the embedded database's address until that runs. */
export const NOT_YET = "postgresql://127.0.0.1/koppeling";

/**
 * The environment of a command. Only an installation with the embedded database makes secrets for itself: beside a
 * server of one's own, new ones would only hide that the right ones are missing.
 */
export async function loadForCommand(): Promise<LoadedEnvironment> {
  const found = loadEnvironment();
  return found.configured.DATABASE_URL ? found : ensureLocalSecrets(found);
}

export const withDatabase = (loaded: LoadedEnvironment, database: OpenDatabase): LoadedEnvironment => ({
  ...loaded,
  values: { ...loaded.values, DATABASE_URL: database.url, DATA_DIR: loaded.dataDir },
});

export function createCommandDeps({ values, configured }: LoadedEnvironment): Deps {
  const environment = checkEnvironment(values);
  // What matters is said by the command itself, on the same terminal.
  return createDeps(configured.LOG_LEVEL ? environment : { ...environment, logLevel: "fatal" });
}

async function ensureMigrated(loaded: LoadedEnvironment, database: OpenDatabase): Promise<void> {
  if (!loaded.configured.DATABASE_URL) {
    await bringUpToDate(loaded, database);
    return;
  }
  const pending = await findPendingMigrations(loaded.rootDir, database.directUrl);
  if (pending.length > 0) {
    throw new CliError(`The database lacks ${pending.join(", ")}. Run: npm run koppeling -- migrate`);
  }
}

/** Runs `work` with the sandbox as its Fathom where this installation uses that, else with what is configured. */
export async function withFathom<Result>(
  installation: Installation,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const { loaded, deps } = installation;
  const mayUseSandbox = !loaded.configured.DATABASE_URL || sandboxWasUsed(loaded.dataDir);
  if (!mayUseSandbox || !(await isSandboxWanted(loaded, deps))) return work(installation);
  const sandbox = await openSandbox(loaded);
  const onSandbox = { ...loaded, values: { ...loaded.values, ...sandbox.values } };
  const sandboxDeps = createCommandDeps(onSandbox);
  try {
    return await work({ ...installation, loaded: onSandbox, deps: sandboxDeps });
  } finally {
    await closeDeps(sandboxDeps);
    await sandbox.stop();
  }
}

/**
 * Opens the installation for one command, and closes it afterwards: an embedded database that was started for it is
 * stopped again.
 * @throws CliError when the environment is wrong, or the database is not of this version
 */
export async function withInstallation<Result>(
  work: (installation: Installation) => Promise<Result>,
  { usesFathom = false }: { usesFathom?: boolean } = {},
): Promise<Result> {
  const found = await loadForCommand();
  checkEnvironment({ DATABASE_URL: NOT_YET, ...found.values });
  const database = await openDatabase(found);
  try {
    const loaded = withDatabase(found, database);
    await ensureMigrated(loaded, database);
    const deps = createCommandDeps(loaded);
    try {
      const installation = { loaded, database, deps };
      return await (usesFathom ? withFathom(installation, work) : work(installation));
    } finally {
      await closeDeps(deps);
    }
  } finally {
    await database.stop();
  }
}
