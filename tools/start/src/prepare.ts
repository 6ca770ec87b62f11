import path from "node:path";
import { closeDeps, createDeps } from "@koppeling/api/create-deps";
import type { Deps } from "@koppeling/api/deps";
import { ensureFirstAdmin } from "@koppeling/api/features/users/ensure-first-admin";
import { acquireLock } from "@koppeling/embedded-postgres/lock-file";
import { CliError } from "@koppeling/cli/cli-error";
import { checkEnvironment, type LoadedEnvironment, loadEnvironment, type Values } from "@koppeling/cli/env";
import { ensureDataDir, ensureLocalSecrets } from "@koppeling/cli/local-secrets";
import { bringUpToDate, describeUpdate, openDatabase } from "@koppeling/cli/open-database";
import { isSandboxWanted, openSandbox } from "@koppeling/cli/open-sandbox";
import { seedDemoReps } from "@koppeling/cli/seed-demo-reps";
import type { Cleanup } from "./cleanup";
import type { RunStep } from "./steps";
import { checkPort, STOP_WITHIN_MS } from "./web-server";

export interface SignIn {
  email: string;
  /** Only when it was made just now. */
  generatedPassword: string | null;
}

export interface Prepared {
  loaded: LoadedEnvironment;
  host: string;
  port: number;
  address: string;
  signIn: SignIn;
  usesSandbox: boolean;
  deps: Deps;
}

/** Stands in for the embedded database's address until that runs. */
const NOT_YET = "postgresql://127.0.0.1/koppeling";

const withValues = (loaded: LoadedEnvironment, more: Values): LoadedEnvironment => ({
  ...loaded,
  values: { ...loaded.values, ...more },
});

/** Deps for this process, which says what it does in words of its own: the log is for the dashboard. */
function createQuietDeps({ values, configured }: LoadedEnvironment): Deps {
  const environment = checkEnvironment(values);
  return createDeps(configured.LOG_LEVEL ? environment : { ...environment, logLevel: "error" });
}

/** @returns whether an earlier start was killed, so that its dashboard may still be on its way out */
function takeLock(dataDir: string, address: string, cleanup: Cleanup): boolean {
  ensureDataDir(dataDir);
  const lock = acquireLock(path.join(dataDir, "start.lock"), address);
  if (!lock.acquired) {
    const { pid, note } = lock.holder;
    throw new CliError(
      `This installation runs already, as process ${pid} at ${note}. Stop that one first (Ctrl-C).`,
    );
  }
  cleanup.defer("The lock", lock.release);
  return lock.tookOver;
}

/** Everything that the dashboard stands on: secrets, database, tables, the first admin and, without a key, the sandbox. */
export async function prepare(
  runStep: RunStep,
  cleanup: Cleanup,
  onSignIn: (signIn: SignIn) => void,
): Promise<Prepared> {
  const [start, { host, port, address }] = await runStep("Environment", async () => {
    const found = loadEnvironment();
    const { configured, dataDir } = found;
    // All that is missing here is made below; the rest has to be right before anything is touched.
    const place = {
      host: configured.HOST ?? "127.0.0.1",
      port: Number(configured.PORT ?? 3000),
      address: "",
    };
    place.address = configured.NEXTAUTH_URL ?? `http://localhost:${place.port}`;
    const afterKill = takeLock(dataDir, place.address, cleanup);
    const complete = await ensureLocalSecrets(found);
    checkEnvironment({ DATABASE_URL: NOT_YET, ...complete.values });
    await checkPort(place.host, place.port, { patienceMs: afterKill ? STOP_WITHIN_MS : 0 });
    return [complete, place] as const;
  });

  const database = await runStep("Database", async (tell) => {
    const opened = await openDatabase(start);
    cleanup.defer("The database", opened.stop);
    tell(opened.about);
    return opened;
  });
  const onDatabase = withValues(start, {
    DATABASE_URL: database.url,
    DATA_DIR: start.dataDir,
    NEXTAUTH_URL: address,
  });

  await runStep("Migrations", async (tell) => {
    tell(describeUpdate(await bringUpToDate(onDatabase, database)));
  });

  const firstDeps = createQuietDeps(onDatabase);
  try {
    const signIn = await runStep("Admin", async (tell) => {
      const { adminEmail: email, adminPassword: password } = firstDeps.config;
      const admin = await ensureFirstAdmin(firstDeps, { email, password });
      onSignIn(admin);
      tell(admin.email);
      return admin;
    });
    const usesSandbox = await isSandboxWanted(onDatabase, firstDeps);
    const loaded = usesSandbox ? await startDemo(onDatabase, firstDeps, runStep, cleanup) : onDatabase;
    const deps = createQuietDeps(loaded);
    cleanup.defer("The jobs of this process", () => closeDeps(deps));
    return { loaded, host, port, address, signIn, usesSandbox, deps };
  } finally {
    await closeDeps(firstDeps);
  }
}

async function startDemo(
  loaded: LoadedEnvironment,
  deps: Deps,
  runStep: RunStep,
  cleanup: Cleanup,
): Promise<LoadedEnvironment> {
  return runStep("Fathom sandbox", async (tell) => {
    const sandbox = await openSandbox(loaded);
    cleanup.defer("The sandbox", sandbox.stop);
    const seeded = await seedDemoReps(deps);
    tell(seeded > 0 ? `made-up calls, and ${seeded} sales reps` : "made-up calls");
    return withValues(loaded, sandbox.values);
  });
}
