import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { createDb } from "@koppeling/db/create-db";
import { createFathomClient } from "@koppeling/fathom/client";
import { type Logger } from "pino";
import { requireTlsInPublic } from "./check-database-urls";
import { createLogger } from "./create-logger";
import { createBackground } from "./create-background";
import { type Config, type Deps } from "./deps";
import { type Environment } from "./environment";
import { createEmbeddedExecutor } from "./executors/embedded";
import { createInngestExecutor } from "./executors/inngest";
import { createSecretBox } from "./secret-box";
import { noteAnswer } from "./features/connections/rate-budget";
import { jobs } from "./jobs";

/**
 * Wires the real parts together. Nothing connects yet: the pool opens connections when they are asked for,
 * and jobs run after `deps.jobs.start()`.
 */
export function createDeps(
  environment: Environment,
  options: { log?: Logger; clock?: Deps["clock"]; config?: Partial<Config> } = {},
): Deps {
  const config: Config = {
    retryBaseSeconds: 1,
    leaseSeconds: 60,
    leaseHolder: `${hostname()}#${process.pid}`,
    rateWindowSeconds: 60,
    ...environment,
    ...options.config,
  };
  const log = options.log ?? createLogger(config.logLevel);
  const deps: Omit<Deps, "jobs"> = {
    config,
    log,
    clock: options.clock ?? { now: () => new Date(), sleep: (milliseconds) => sleep(milliseconds) },
    db: createDb({
      url: requireTlsInPublic(config.databaseUrl),
      applicationName: "fathom-koppeling",
      onPoolError: (error) =>
        log.warn({ err: error }, "a database connection was lost; the pool opens another"),
    }),
    fathom: connectFathom(() => complete),
    background: createBackground(log),
    secretBox: createSecretBox(config.settingsEncryptionKeys),
  };
  // The executor runs jobs with the same deps that hold it.
  const getComplete = () => complete;
  const executor =
    config.jobs === "inngest"
      ? createInngestExecutor(jobs, getComplete, config.inngest)
      : createEmbeddedExecutor(jobs, getComplete);
  const complete: Deps = { ...deps, jobs: executor };
  return complete;
}

/** The only way to a client of Fathom: whatever it answers is accounted for in the rate budget. */
export const connectFathom =
  (getDeps: () => Deps): Deps["fathom"] =>
  (apiKey, hooks) =>
    createFathomClient({
      ...hooks,
      apiKey,
      baseUrl: getDeps().config.fathomApiBaseUrl,
      onAnswer: (answer) => noteAnswer(getDeps(), apiKey, answer),
    });

/** Finishes the page in hand and closes the database. */
export async function closeDeps(deps: Deps): Promise<void> {
  await Promise.all([deps.jobs.stop(), deps.background.stop()]);
  await deps.db.close();
}
